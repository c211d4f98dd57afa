"""What is worked out of customers and contacts, and the pairs that are likely the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import mapped_column

from core.plugin_api import (
    Contact,
    Customer,
    Extra,
    Fact,
    Mapped,
    Record,
    choice,
    choices,
    extends,
    integer,
    labelled,
    moment,
    reference,
    text,
    translations,
)

_ = translations("data_quality")

STANDINGS = {
    "active": _("Active"),
    "promising": _("Promising"),
    "silent": _("Silent"),
    "unreachable": _("Unreachable"),
}
REASONS = {
    "replied": _("They wrote or called lately"),
    "needs": _("There is an open need"),
    "silent": _("Nothing was heard for a long time"),
    "no_answer": _("Several attempts had no answer"),
    "bounced": _("Neither number nor address works"),
    "no_channel": _("There is neither number nor address"),
    "closed": _("The business is closed"),
}
LIKE = {
    "tax_id": _("The same tax id"),
    "phone": _("The same telephone number"),
    "email": _("The same e-mail address"),
    "name": _("The same name"),
    "similar": _("A similar name"),
    "place": _("The same place"),
}
STATUSES = {"open": _("Open"), "dismissed": _("Not a duplicate")}


class CustomerQuality(Extra):
    """What machines think of a customer."""

    __tablename__ = "data_quality_customer"

    id: Mapped[int] = extends(Customer)
    score: Mapped[int | None] = integer(
        _("Quality of data"), minimum=0, maximum=100, sortable=True, read_only=True,
        help=_("100 when nothing is missing and nothing contradicts."),
    )  # fmt: skip
    problems: Mapped[Any | None] = labelled(
        _("Problems"), structured=True, help=_("What is missing or contradictory, with a suggestion.")
    )
    suggestion: Mapped[str | None] = labelled(_("Suggestion"))
    standing: Mapped[str | None] = choice(_("Standing"), STANDINGS, sortable=True, read_only=True)
    reason: Mapped[str | None] = choice(_("Why"), REASONS, read_only=True)
    promise: Mapped[int | None] = integer(
        _("Promise"), minimum=0, maximum=100, sortable=True, read_only=True,
        help=_("How much speaks for a call now: replies, open needs, complete data."),
    )  # fmt: skip
    examined_at: Mapped[datetime | None] = moment(_("Examined at"), read_only=True)


class ContactQuality(Extra):
    """What machines think of a contact."""

    __tablename__ = "data_quality_contact"

    id: Mapped[int] = extends(Contact)
    score: Mapped[int | None] = integer(
        _("Quality of data"), minimum=0, maximum=100, sortable=True, read_only=True
    )
    problems: Mapped[Any | None] = labelled(_("Problems"), structured=True)
    suggestion: Mapped[str | None] = labelled(_("Suggestion"))
    examined_at: Mapped[datetime | None] = moment(_("Examined at"), read_only=True)


class MatchKey(Fact):
    """Something by which a customer is recognised: a number, an address, a part of its name."""

    __tablename__ = "data_quality_key"

    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True)
    key: Mapped[str] = mapped_column(String(80), index=True)


class Duplicate(Record):
    """Two customers that are likely the same."""

    __tablename__ = "data_quality_duplicate"

    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True, on_delete="follow")
    other_id: Mapped[int] = reference(Customer, _("Other customer"), required=True, on_delete="keep")
    pair: Mapped[str] = text(_("Pair"), max_length=45, required=True, unique=True)
    likeness: Mapped[int] = integer(_("Likeness"), required=True, minimum=0, maximum=100, sortable=True)
    reasons: Mapped[list[str] | None] = choices(_("Reasons"), LIKE)
    status: Mapped[str] = choice(_("Status"), STATUSES, required=True, default="open")


Index("ix_data_quality_duplicate_other", Duplicate.other_id, Duplicate.status)
