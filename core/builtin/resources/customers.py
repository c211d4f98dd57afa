"""Customers as a resource."""

from __future__ import annotations

from core.builtin.customers import check_kind, check_lines, check_number
from core.contracts.resources import Children, Merging, Reach, Resource, Section, Spare, Variant
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
    extensible=True,
    mergeable=Merging(
        together=(ADDRESS, ("family_name", "given_name")),
        spare=(
            Spare(lines="phones", fields={"phone": "phone"}),
            Spare(lines="emails", fields={"email": "email"}),
            Spare(lines="addresses", fields={name: name for name in ADDRESS}),
        ),
    ),
    sections=(
        Section(
            title=_("Name"),
            fields=("kind", "name", "legal_name", "family_name", "given_name", "birthday"),
        ),
        Section(title=_("Reachable by"), fields=("phone", "email", "website", "language", "do_not_contact")),
        Section(title=_("Address"), fields=(*ADDRESS, "time_zone")),
        Section(title=_("In charge"), fields=("owner", "unit", "parent", "number")),
        Section(
            title=_("Business"),
            fields=("industry", "source", "tax_id", "currency", "annual_revenue", "credit_limit"),
        ),
    ),
    first=("kind", "name", "family_name", "given_name", "phone", "email"),
    variants=(
        Variant(field="kind", value="company", only=("name", "legal_name"), needs=("name",)),
        Variant(
            field="kind",
            value="person",
            only=("family_name", "given_name", "birthday"),
            needs=("family_name",),
        ),
    ),
    icon="building-2",
    shortcut="g c",
    board="kind",
)
