"""Follow-up calls, where services were done, and lines of exchanged files that wait for a person."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Index

from core.plugin_api import (
    Activity,
    Customer,
    Extra,
    Mapped,
    Record,
    Unit,
    User,
    choice,
    day,
    extends,
    integer,
    long_text,
    reference,
    text,
    translations,
)
from industry_packs.auto_dealer.services.calls import words as of_calls
from industry_packs.auto_dealer.services.exchange import words as of_lines
from plugins.assets.public import Asset
from plugins.care.public import ServiceRecord

_ = translations("auto_dealer")


class FollowUp(Record):
    """A call that is owed after a delivery or a repair, as an activity, and what came of it."""

    __tablename__ = "auto_dealer_follow_up"

    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True, on_delete="follow")
    asset_id: Mapped[int] = reference(Asset, _("Vehicle"), required=True, on_delete="follow")
    key: Mapped[str] = text(_("Key"), max_length=80, required=True, unique=True)
    kind: Mapped[str] = choice(_("After"), of_calls.KINDS, required=True)
    unit_id: Mapped[int | None] = reference(Unit, _("Store or workshop"))
    owner_id: Mapped[int | None] = reference(User, _("Who calls"), on_delete="keep")
    activity_id: Mapped[int | None] = reference(Activity, _("Call"), on_delete="keep")
    due_on: Mapped[date] = day(_("Due on"), required=True, sortable=True)
    called_on: Mapped[date | None] = day(_("First called on"), sortable=True)
    next_on: Mapped[date | None] = day(
        _("Next attempt"), sortable=True, help=_("When nobody was reached, it is tried again.")
    )
    attempts: Mapped[int] = integer(_("Attempts"), required=True, default=0, minimum=0)
    state: Mapped[str] = choice(
        _("State"), of_calls.STATES, required=True, default="open", tones=of_calls.STATE_TONES
    )
    done_on: Mapped[date | None] = day(_("Done on"), sortable=True)
    note: Mapped[str | None] = text(_("Note"), max_length=500)


class ServicePlace(Extra):
    """Beside a service: where it was done, here or with somebody else."""

    __tablename__ = "auto_dealer_service"

    id: Mapped[int] = extends(ServiceRecord)
    unit_id: Mapped[int | None] = reference(
        Unit, _("Store or workshop"), help=_("Yours when left out."), aliases=("store", "门店", "門店")
    )
    place: Mapped[str | None] = text(
        _("Done elsewhere"), max_length=120, help=_("A store that is none of ours, as files call it.")
    )


def key_of(values: Mapping[str, Any]) -> str:
    """The same line is kept once for each unit that sends it, however often it does."""
    return hashlib.sha256(f"{values['unit'] or ''} {values['content']}".encode()).hexdigest()


class ExchangeLine(Record):
    """A line of an exchanged file that could not be taken in."""

    __tablename__ = "auto_dealer_exchange_line"

    file: Mapped[str] = text(_("File"), required=True, search=True)
    line: Mapped[int] = integer(_("Line"), required=True, minimum=1)
    problem: Mapped[str] = text(_("What is wrong"), max_length=1_000, required=True)
    content: Mapped[str] = long_text(_("Content"), required=True)
    state: Mapped[str] = choice(
        _("State"), of_lines.STATES, required=True, default="waiting", tones=of_lines.STATE_TONES
    )
    unit_id: Mapped[int | None] = reference(Unit, _("Unit"))
    key: Mapped[str] = text(_("Key"), max_length=64, unique=True, hidden=True, computed=key_of)


Index("ix_auto_dealer_follow_up_turn", FollowUp.state, FollowUp.next_on)
