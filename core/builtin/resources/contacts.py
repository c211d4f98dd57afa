"""Contacts as a resource."""

from __future__ import annotations

from core.builtin.contacts import check_name, make_main, merged
from core.contracts.resources import Action, Children, Merging, Resource, Section, Spare
from core.data.models import Contact, ContactEmail, ContactPhone
from core.labels import translations
from core.services.records import merge_actions

_ = translations("core")

contacts = Resource(
    Contact,
    name="contacts",
    title=_("Contacts"),
    singular=_("Contact"),
    columns=("name", "customer", "job_title", "main", "phone", "mobile", "email"),
    filters=("customer", "main", "roles", "job_title", "department", "do_not_contact", "language", "tags"),
    sorts=("name", "id"),
    default_sort="name",
    parent="customer",
    children=(
        Children(model=ContactPhone, name="phones", title=_("Further telephones")),
        Children(model=ContactEmail, name="emails", title=_("Further e-mail addresses")),
    ),
    checks=(check_name,),
    actions=(
        Action(
            name="make_main", title=_("Make main contact"), permission="core.contacts.edit", run=make_main
        ),
        *merge_actions(Contact, "core.contacts.merge"),
    ),
    taggable=True,
    extensible=True,
    mergeable=Merging(
        together=(("family_name", "given_name"),),
        spare=(
            Spare(lines="phones", fields={"phone": "phone"}),
            Spare(lines="phones", fields={"mobile": "phone"}),
            Spare(lines="emails", fields={"email": "email"}),
        ),
        propose=merged,
    ),
    sections=(
        Section(title=_("Name"), fields=("customer", "name", "family_name", "given_name", "birthday")),
        Section(title=_("Work"), fields=("job_title", "department", "roles", "main")),
        Section(title=_("Reachable by"), fields=("phone", "mobile", "email", "language", "do_not_contact")),
    ),
    first=("customer", "family_name", "given_name", "phone", "email"),
    icon="users",
    shortcut="g p",
)
