"""Members, their guests, and what they bought."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.plugin_api import (
    Child,
    Customer,
    Fact,
    Mapped,
    Record,
    choice,
    choices,
    country,
    currency,
    day,
    decimal,
    email,
    flag,
    integer,
    language,
    long_text,
    moment,
    money,
    parent,
    phone,
    reference,
    structure,
    text,
    time_zone,
    translations,
    url,
)

_ = translations("club")

LEVELS = {"silver": _("Silver"), "gold": _("Gold")}
SPORTS = {"golf": _("Golf"), "judo": _("Judo")}


class Member(Record):
    """A field of every kind; members bring in members."""

    __tablename__ = "club_member"

    customer_id: Mapped[int | None] = reference(Customer, _("Customer"))
    name: Mapped[str] = text(_("Name"), required=True, sortable=True, sort_key=True, search=True)
    brought_by_id: Mapped[int | None] = reference("club_member", _("Brought in by"))
    story: Mapped[str | None] = long_text(_("Story"))
    visits: Mapped[int | None] = integer(_("Visits"), sortable=True)
    weight: Mapped[Decimal | None] = decimal(_("Weight"), digits=18, places=6)
    fee: Mapped[Decimal | None] = money(_("Fee"))
    currency: Mapped[str | None] = currency(_("Currency"))
    active: Mapped[bool] = flag(_("Active"))
    joined_on: Mapped[date | None] = day(_("Joined on"))
    seen_at: Mapped[datetime | None] = moment(_("Seen at"))
    level: Mapped[str | None] = choice(_("Level"), LEVELS)
    sports: Mapped[list[str] | None] = choices(_("Sports"), SPORTS)
    email: Mapped[str | None] = email(_("E-mail"))
    phone: Mapped[str | None] = phone(_("Telephone"))
    page: Mapped[str | None] = url(_("Page"))
    country: Mapped[str | None] = country(_("Country"))
    language: Mapped[str | None] = language(_("Language"))
    time_zone: Mapped[str | None] = time_zone(_("Time zone"))
    wishes: Mapped[Any | None] = structure(_("Wishes"))


class Guest(Child):
    """A guest of a member."""

    __tablename__ = "club_member_guest"

    member_id: Mapped[int] = parent(Member)
    name: Mapped[str] = text(_("Name"), required=True)


class Purchase(Fact):
    """What a customer bought; written by machines."""

    __tablename__ = "club_purchase"

    customer_id: Mapped[int] = reference(Customer, _("Customer"), required=True)
    sum: Mapped[Decimal | None] = money(_("Sum"))
    currency: Mapped[str | None] = currency(_("Currency"))
