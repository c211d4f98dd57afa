"""The kinds of records about leads."""

from __future__ import annotations

from core.plugin_api import (
    Action,
    Extension,
    Intake,
    Reach,
    Resource,
    View,
    long_text,
    text,
    translations,
)
from industry_packs.auto_dealer.services.leads import deciding, models
from industry_packs.auto_dealer.services.leads.answering import answer
from industry_packs.auto_dealer.services.leads.mails import LARGEST
from industry_packs.auto_dealer.services.leads.names import RECEIVE
from plugins.sales.public import Lead

_ = translations("auto_dealer")

EDIT = "auto_dealer.lead_documents.edit"
TYPES = ("application/x-adf+xml", "application/xml", "text/xml", "text/plain", "message/rfc822")

documents = Resource(
    models.LeadDocument,
    name="lead_documents",
    title=_("Documents with leads"),
    singular=_("Document with leads"),
    columns=("received_at", "name", "account", "state", "outcome", "reason", "leads", "duplicates"),
    filters=("state", "outcome", "reason", "account", "received_at"),
    sorts=("received_at", "account", "id"),
    default_sort="-received_at",
    reach=Reach(unit="unit_id"),
    verbs=frozenset({"list", "read", "delete", "export"}),
    actions=(
        Action(
            name="retry",
            title=_("Read it again"),
            permission=EDIT,
            run=deciding.retry,
            inputs={"corrected": long_text(_("Corrected document, if it was corrected"))},
        ),
        Action(
            name="discard",
            title=_("Discard"),
            permission=EDIT,
            run=deciding.discard,
            inputs={"note": text(_("Why"), max_length=500)},
        ),
    ),
    intake=Intake(
        title=_("Receive a document with leads (ADF), or a mail that has one"),
        permission=RECEIVE,
        takes=TYPES,
        most_bytes=LARGEST,
        run=answer,
    ),
    views=(
        View(
            name="quarantine",
            title=_("Wait for a person"),
            where={"field": "state", "op": "eq", "value": "waiting"},
            sort="-received_at",
        ),
    ),
    icon="inbox",
    place="administration",
)
vehicles = Resource(
    models.LeadVehicle,
    name="lead_vehicles",
    title=_("Vehicles of leads"),
    singular=_("Vehicle of a lead"),
    parent="lead",
    label="model",
    columns=("lead", "interest", "status", "year", "make", "model", "vin", "vin_valid", "odometer"),
    filters=("lead", "interest", "status", "make", "year"),
    sorts=("make", "id"),
    default_sort="id",
    icon="car",
    place="",
)
origin = Extension(
    of=Lead, model=models.LeadOrigin, title=_("Where it came from"), filters=("provider", "vendor")
)

RESOURCES = (documents, vehicles)
EXTENSIONS = (origin,)
