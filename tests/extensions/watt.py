"""A plugin that extends all three, with values of many kinds, required ones and defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Mapped

from core.plugin_api import (
    Activity,
    Change,
    Contact,
    Customer,
    Extension,
    Extra,
    FieldError,
    User,
    View,
    choice,
    choices,
    currency,
    day,
    decimal,
    extends,
    flag,
    hookimpl,
    integer,
    money,
    phone,
    reference,
    text,
    translations,
)

_ = translations("watt")

MIGRATIONS = Path(__file__).parent / "migrations" / "watt"
GRADES = {"A": _("Good"), "B": _("Fair"), "C": _("Poor")}


def label(values: Mapping[str, Any]) -> str | None:
    """What is computed from a field of the record and one of the extension."""
    return f"{values.get('name')}/{values.get('watt.meter')}"


class Account(Extra):
    """Beside a customer: an account for electricity."""

    __tablename__ = "watt_account"

    id: Mapped[int] = extends(Customer)
    meter: Mapped[str] = text(_("Meter number"), max_length=40, required=True, unique=True, search=True)
    credit_grade: Mapped[str | None] = choice(_("Credit grade"), GRADES, sortable=True, aliases=("rating",))
    nickname: Mapped[str | None] = text(_("Nickname"), sortable=True, sort_key=True, search=True)
    load: Mapped[Decimal | None] = decimal(_("Peak load"), digits=18, places=6, sortable=True)
    phases: Mapped[int | None] = integer(_("Phases"), minimum=1, maximum=3, default=1)
    deposit: Mapped[Decimal | None] = money(_("Deposit"), sortable=True)
    currency: Mapped[str | None] = currency(_("Currency of the deposit"))
    since: Mapped[date | None] = day(_("Supplied since"), sortable=True)
    green: Mapped[bool] = flag(_("Green power"))
    tariffs: Mapped[list[str] | None] = choices(_("Tariffs"), {"day": _("Day"), "night": _("Night")})
    advisor_id: Mapped[int | None] = reference(User, _("Energy advisor"))
    hotline: Mapped[str | None] = phone(_("Hotline"), search=True)
    passport: Mapped[str | None] = text(_("Passport"), sensitive="identity", search=True)
    label: Mapped[str | None] = text(_("Label"), read_only=True, computed=label)


class Person(Extra):
    """Beside a contact."""

    __tablename__ = "watt_person"

    id: Mapped[int] = extends(Contact)
    badge: Mapped[str | None] = text(_("Badge"), unique=True, search=True)
    trained_on: Mapped[date | None] = day(_("Trained on"), sortable=True)


class Visit(Extra):
    """Beside an activity."""

    __tablename__ = "watt_visit"

    id: Mapped[int] = extends(Activity)
    reading: Mapped[Decimal | None] = decimal(_("Reading"), places=3, sortable=True)
    partner_id: Mapped[int | None] = reference(Customer, _("Grid partner"))


def green_needs_grade(values: Mapping[str, Any]) -> Mapping[str, FieldError]:
    """A rule over the whole record."""
    if values.get("watt.green") and values.get("watt.credit_grade") == "C":
        return {"watt.green": FieldError("not_creditworthy", _("Green power needs a better grade."))}
    return {}


ACCOUNT = Extension(
    of=Customer,
    model=Account,
    title=_("Electricity"),
    sorts=("credit_grade", "nickname", "load", "deposit", "since"),
    filters=("credit_grade",),
    checks=(green_needs_grade,),
    views=(
        View(
            name="green",
            title=_("Green customers"),
            where={"field": "watt.green", "op": "eq", "value": True},
            sort="-watt.load",
            columns=("name", "watt.load"),
        ),
        View(name="checked", title=_("Checked"), where={"field": "watt.passport", "op": "eq", "value": "P1"}),
    ),
)


class WattPlugin:
    """Extensions of all three, and hooks that look at them."""

    def __init__(self) -> None:
        self.told: list[Change] = []

    @hookimpl()
    def extensions(self) -> Iterable[Extension]:
        return (
            ACCOUNT,
            Extension(of=Contact, model=Person, title=_("Training"), sorts=("trained_on",)),
            Extension(of=Activity, model=Visit, title=_("Visit of the grid"), sorts=("reading",)),
        )

    @hookimpl(resource="customers")
    def record_validating(self, changes: Sequence[Change]) -> Mapping[int, Mapping[str, Any]]:
        verdicts: dict[int, Mapping[str, Any]] = {}
        for index, change in enumerate(changes):
            after = change.after or {}
            if after.get("watt.nickname") == "refused":
                verdicts[index] = {"watt.nickname": [FieldError("refused", _("Not this one."))]}
            elif after.get("name") == "Proposed":
                verdicts[index] = {"watt.meter": "M-proposed", "watt.load": "1.5"}
        return verdicts

    @hookimpl()
    def record_created(self, changes: Sequence[Change]) -> None:
        self.told += changes

    @hookimpl()
    def record_updated(self, changes: Sequence[Change]) -> None:
        self.told += changes
