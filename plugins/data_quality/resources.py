"""The pairs as a resource, and what stands beside customers and contacts."""

from __future__ import annotations

from core.plugin_api import (
    Action,
    Contact,
    Customer,
    Extension,
    Resource,
    email,
    flag,
    phone,
    structure,
    text,
    translations,
)
from plugins.data_quality.models import ContactQuality, CustomerQuality, Duplicate
from plugins.data_quality.services import queues
from plugins.data_quality.services.actions import check, dismiss, merge, reopen

_ = translations("data_quality")

__all__ = ["Duplicate", "contact_quality", "customer_quality", "duplicates"]

duplicates = Resource(
    Duplicate,
    name="duplicates",
    title=_("Likely duplicates"),
    singular=_("Likely duplicate"),
    parent="customer",
    label="pair",
    columns=("customer", "other", "likeness", "reasons", "status"),
    filters=("status", "reasons", "likeness", "customer", "other"),
    sorts=("likeness", "id"),
    default_sort="-likeness",
    verbs=frozenset({"list", "read", "export"}),
    actions=(
        Action(
            name="dismiss", title=_("Not a duplicate"), permission="data_quality.duplicates.edit", run=dismiss
        ),
        Action(name="reopen", title=_("Open again"), permission="data_quality.duplicates.edit", run=reopen),
        Action(
            name="merge",
            title=_("Merge"),
            permission="data_quality.duplicates.edit",
            run=merge,
            inputs={
                "keep_other": flag(_("Keep the other customer instead")),
                "fields": structure(_("Fields"), help=_("Whose value stands, by field: keep or lose.")),
                "preview": flag(_("Only say what would happen")),
            },
            answers="mapping",
        ),
        Action(
            name="check",
            title=_("Find likely duplicates of a new customer"),
            permission="core.customers.view",
            run=check,
            inputs={
                "name": text(_("Name")),
                "legal_name": text(_("Legal name")),
                "kind": text(_("Kind"), max_length=20),
                "phone": phone(_("Telephone")),
                "email": email(_("E-mail")),
                "tax_id": text(_("Tax id"), max_length=40, sensitive="identity"),
                "country": text(_("Country"), max_length=2),
                "city": text(_("City"), max_length=100),
            },
            on="collection",
            answers="mapping",
        ),
    ),
)
customer_quality = Extension(
    of=Customer,
    model=CustomerQuality,
    title=_("Data quality"),
    sorts=("score", "promise", "standing"),
    filters=("score", "standing", "reason"),
    views=(queues.WORST, queues.CALL_LIST),
    derived=True,
)
contact_quality = Extension(
    of=Contact,
    model=ContactQuality,
    title=_("Data quality"),
    sorts=("score",),
    filters=("score",),
    derived=True,
)
