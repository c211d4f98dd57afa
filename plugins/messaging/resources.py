"""The kinds of records of messaging, and what stands beside customers and contacts."""

from __future__ import annotations

from core.plugin_api import (
    Action,
    Children,
    Contact,
    Customer,
    Extension,
    Reach,
    Resource,
    Section,
    language,
    long_text,
    structure,
    text,
    translations,
)
from plugins.messaging.models import (
    Bounce,
    Consent,
    ContactAddressee,
    CustomerAddressee,
    MessageTemplate,
    Notice,
    Preference,
    TemplateText,
)
from plugins.messaging.services import bouncing, trying

_ = translations("messaging")

consents = Resource(
    Consent,
    name="consents",
    title=_("Consents"),
    singular=_("Consent"),
    parent="customer",
    label="purpose",
    columns=("customer", "contact", "purpose", "channel", "state", "at", "source"),
    filters=("customer", "contact", "purpose", "channel", "state"),
    sorts=("at", "id"),
    default_sort="-at",
    verbs=frozenset({"list", "read", "create", "import", "export"}),
    first=("customer", "contact", "purpose", "channel", "state", "source"),
    icon="check",
)
templates = Resource(
    MessageTemplate,
    name="templates",
    title=_("Message templates"),
    singular=_("Message template"),
    key="name",
    label="name",
    columns=("name", "title", "purpose"),
    filters=("purpose",),
    sorts=("name", "id"),
    default_sort="name",
    children=(Children(model=TemplateText, name="texts", title=_("Texts")),),
    actions=(
        Action(
            name="preview",
            title=_("Preview"),
            permission="messaging.templates.view",
            run=trying.preview,
            inputs={
                "language": language(_("Language")),
                "values": structure(_("Values"), help=_('By variable: {"name": "Acme"}.')),
            },
            answers="mapping",
        ),
        Action(
            name="test",
            title=_("Send to me"),
            permission="messaging.templates.edit",
            run=trying.test,
            inputs={
                "channel": text(_("Channel"), max_length=60, help=_("email or in_app.")),
                "language": language(_("Language")),
                "values": structure(_("Values")),
            },
        ),
    ),
    sections=(Section(title=_("Template"), fields=("name", "title", "purpose", "variables")),),
    icon="file-text",
    place="administration",
)
bounces = Resource(
    Bounce,
    name="bounces",
    title=_("Addresses that came back"),
    singular=_("Address that came back"),
    label="channel",
    columns=("channel", "address", "at", "detail"),
    filters=("channel", "at"),
    sorts=("at", "id"),
    default_sort="-at",
    verbs=frozenset({"list", "read", "delete", "export"}),
    actions=(
        Action(
            name="take",
            title=_("Read what came back"),
            permission=bouncing.TAKE,
            run=bouncing.take_action,
            inputs={"message": long_text(_("E-mail"), help=_("The whole message, with its headers."))},
            on="collection",
            answers="mapping",
        ),
    ),
    icon="circle-x",
    place="administration",
)
notices = Resource(
    Notice,
    name="notices",
    title=_("Notices to teams"),
    singular=_("Notice to the team"),
    parent="customer",
    label="subject",
    columns=("customer", "subject", "recipients", "created_at"),
    filters=("customer",),
    sorts=("id",),
    default_sort="-id",
    verbs=frozenset({"list", "read", "create", "export"}),
    first=("customer", "recipients", "subject", "body", "by_email"),
    icon="users",
)
preferences = Resource(
    Preference,
    name="preferences",
    title=_("Reminders of users"),
    singular=_("Reminders of a user"),
    label="user",
    columns=("user", "in_app", "by_email", "digest", "silent_types"),
    filters=("user",),
    sorts=("id",),
    default_sort="id",
    reach=Reach(owner="user_id"),
    icon="bell",
    place="administration",
)
RESOURCES = (consents, templates, bounces, notices, preferences)
EXTENSIONS = (
    Extension(of=Customer, model=CustomerAddressee, title=_("Messages")),
    Extension(of=Contact, model=ContactAddressee, title=_("Messages")),
)
