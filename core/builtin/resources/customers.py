"""Customers as a resource."""

from __future__ import annotations

from core.builtin.customers import check_kind, check_lines, check_number
from core.contracts.resources import Children, Merging, Reach, Resource, Spare
from core.data.models import (
    Customer,
    CustomerAddress,
    CustomerEmail,
    CustomerNeed,
    CustomerPhone,
    CustomerSite,
    CustomerTeamMember,
)
from core.labels import translations
from core.services.records import merge_actions

_ = translations("core")

ADDRESS = ("street", "city", "region", "postal_code", "country")

customers = Resource(
    Customer,
    name="customers",
    title=_("Customers"),
    singular=_("Customer"),
    key="number",
    columns=("number", "name", "kind", "city", "country", "phone", "email", "owner", "updated_at"),
    filters=(
        *("kind", "owner", "unit", "country", "city", "industry", "source", "tags", "do_not_contact"),
        *("parent", "language", "currency"),
    ),
    sorts=("name", "number", "id", "updated_at", "city", "country"),
    default_sort="name",
    reach=Reach(owner="owner_id", unit="unit_id", team=CustomerTeamMember, sites=CustomerSite),
    children=(
        Children(model=CustomerPhone, name="phones", title=_("Further telephones")),
        Children(model=CustomerEmail, name="emails", title=_("Further e-mail addresses")),
        Children(model=CustomerAddress, name="addresses", title=_("Further addresses")),
        Children(model=CustomerNeed, name="needs", title=_("Needs and preferences")),
        Children(model=CustomerSite, name="sites", title=_("Sites")),
        Children(model=CustomerTeamMember, name="team", title=_("Team")),
    ),
    checks=(check_kind, check_number, check_lines),
    actions=merge_actions(Customer, "core.customers.merge"),
    taggable=True,
    mergeable=Merging(
        together=(ADDRESS, ("family_name", "given_name")),
        spare=(
            Spare(lines="phones", fields={"phone": "phone"}),
            Spare(lines="emails", fields={"email": "email"}),
            Spare(lines="addresses", fields={name: name for name in ADDRESS}),
        ),
    ),
    icon="building-2",
    shortcut="g c",
    board="kind",
)
