"""Documents that brought leads, or could not be read; what leads want; where they came from."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary
from sqlalchemy.orm import mapped_column

from core.plugin_api import (
    Extra,
    Fact,
    Mapped,
    Record,
    Unit,
    choice,
    choices,
    extends,
    flag,
    integer,
    moment,
    reference,
    text,
    translations,
)
from industry_packs.auto_dealer.services.leads import words
from plugins.sales.public import Lead

_ = translations("auto_dealer")


class LeadDocument(Record):
    """A document as it arrived: read, or kept for a person with the reason."""

    __tablename__ = "auto_dealer_lead_document"

    name: Mapped[str] = text(_("Name"), required=True, search=True)
    account: Mapped[str] = text(
        _("Account"), max_length=100, required=True, sortable=True,
        help=_("Numbers of leads are told apart by it."),
    )  # fmt: skip
    received_at: Mapped[datetime] = moment(_("Arrived"), required=True, sortable=True)
    state: Mapped[str] = choice(
        _("State"), words.STATES, required=True, default="read", tones=words.STATE_TONES
    )
    outcome: Mapped[str] = choice(_("Outcome"), words.OUTCOMES, required=True, tones=words.OUTCOME_TONES)
    reason: Mapped[str | None] = choice(_("Why it was not read"), words.REASONS)
    repairs: Mapped[list[str]] = choices(_("Repairs"), words.REPAIRS)
    leads: Mapped[int] = integer(_("New leads"), required=True, default=0)
    duplicates: Mapped[int] = integer(_("Known leads"), required=True, default=0)
    size: Mapped[int] = integer(_("Size"), required=True, unit_of_measure="B")
    note: Mapped[str | None] = text(_("Note"), max_length=500)
    unit_id: Mapped[int | None] = reference(Unit, _("Unit"))


class LeadDocumentBody(Fact):
    """The bytes of a document; of a very long one its beginning."""

    __tablename__ = "auto_dealer_lead_document_body"

    document_id: Mapped[int] = reference(LeadDocument, _("Document"), required=True, on_delete="follow")
    content: Mapped[bytes] = mapped_column(LargeBinary)


class LeadVehicle(Record):
    """A vehicle that a lead wants, offers, or wants to drive, as the lead says it."""

    __tablename__ = "auto_dealer_lead_vehicle"

    lead_id: Mapped[int] = reference(Lead, _("Lead"), required=True, on_delete="follow")
    interest: Mapped[str] = text(_("Interest"), max_length=60, required=True, default="buy")
    status: Mapped[str | None] = text(_("New or used"), max_length=60)
    year: Mapped[int | None] = integer(_("Year"), minimum=0, maximum=9_999)
    make: Mapped[str | None] = text(_("Make"), search=True, sortable=True)
    model: Mapped[str | None] = text(_("Model"), search=True)
    vin: Mapped[str | None] = text(_("VIN"), max_length=40, search=True)
    vin_valid: Mapped[bool | None] = flag(_("VIN is valid"), required=False, default=None)
    stock: Mapped[str | None] = text(_("Stock number"), max_length=100)
    odometer: Mapped[int | None] = integer(_("Odometer"), minimum=0, maximum=10**9)
    odometer_units: Mapped[str | None] = text(_("Odometer in"), max_length=20)


class LeadOrigin(Extra):
    """Where a lead came from."""

    __tablename__ = "auto_dealer_lead_origin"

    id: Mapped[int] = extends(Lead)
    document_id: Mapped[int | None] = reference(LeadDocument, _("Document"), on_delete="keep")
    vendor: Mapped[str | None] = text(_("Dealer that was asked"))
    provider: Mapped[str | None] = text(_("Portal"))
    warnings: Mapped[list[str]] = choices(_("What is odd about it"), words.WARNINGS)
