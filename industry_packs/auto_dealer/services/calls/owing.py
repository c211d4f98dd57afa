"""Deliveries and repairs owe calls: made with what they follow from, a list at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from core.plugin_api import Change, Customer, Work, among, one_at_a_time, records, translations
from industry_packs.auto_dealer.models import Vehicle
from industry_packs.auto_dealer.services.calls.settings_of import rules_of
from industry_packs.auto_dealer.services.days import mornings, today
from industry_packs.auto_dealer.services.desk.models import FollowUp
from industry_packs.auto_dealer.services.names import ACTIVITIES, FOLLOW_UPS
from plugins.assets.public import Asset

_ = translations("auto_dealer")

SUBJECTS = {
    "delivery": _("Call after the delivery: {vehicle}"),
    "repair": _("Call after the repair: {vehicle}"),
}
LONGEST = 200
NOW, LONG_AGO = timedelta(0), timedelta(400)
GRACE = timedelta(7)
"""What was written down later than that is history, and nobody is called for it."""


@dataclass(frozen=True, slots=True)
class Event:
    """A delivery or repair on a day, for which somebody is called."""

    kind: str
    asset: int
    customer: int
    day: date
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """One call that is owed."""

    event: Event
    key: str
    due_on: date


def holdings_began(work: Work, changes: Sequence[Change]) -> None:
    """Somebody got a vehicle: without a day, the invoice says when."""
    rows = [c.after for c in changes if c.before is None and c.after and c.after["role"] == "owner"]
    standing = [row for row in rows if not row["until"]]
    invoiced = _invoiced(work, [row["asset"] for row in standing if not row["since"]])
    days = [(row, row["since"] or invoiced.get(row["asset"])) for row in standing]
    owe(work, [Event("delivery", row["asset"], row["customer"], day) for row, day in days if day])


def _invoiced(work: Work, assets: Sequence[int]) -> Mapping[int, date]:
    found = select(Vehicle.id, Vehicle.invoice_date).where(among(Vehicle.id, assets))
    return {id: day for id, day in work.session.execute(found) if day} if assets else {}


def services_done(work: Work, changes: Sequence[Change]) -> None:
    """Vehicles were repaired or serviced."""
    rows = [c.after for c in changes if c.before is None and c.after]
    owe(
        work,
        [
            Event("repair", row["asset"], row["customer"], row["done_on"], row["auto_dealer.unit"])
            for row in rows
            if row["asset"] and row["customer"]
        ],
    )


def owe(work: Work, events: Iterable[Event]) -> None:
    """Make the calls that these events owe and that are not there yet."""
    owed = {each.key: each for each in _owed(work, events)}
    if not owed:
        return
    # Two stores may write about one vehicle at the same moment.
    one_at_a_time(work.session, FOLLOW_UPS)
    known = select(FollowUp.key).where(FollowUp.key.in_(list(owed)))
    for key in list(work.session.scalars(known)):
        del owed[key]
    _make(work, list(owed.values()))


def _owed(work: Work, events: Iterable[Event]) -> Iterator[Owed]:
    now = today(work)
    recent = [event for event in events if NOW <= now - event.day <= LONG_AGO]
    after = rules_of(work).after if recent else {}
    for event in recent:
        for days in after[event.kind]:
            due = event.day + timedelta(days)
            if due >= now - GRACE:
                whom = f"{event.asset}:{event.customer}"
                key = f"{event.kind}:{whom}:{event.day.isoformat()}:{days}"
                yield Owed(event, key, max(due, now))


def _make(work: Work, owed: Sequence[Owed]) -> None:
    """Nobody is called who does not want it."""
    customers = _customers(work, {each.event.customer for each in owed})
    vehicles = _vehicles(work, {each.event.asset for each in owed})
    wanted = [each for each in owed if each.event.customer in customers]
    rows = [_row(each, customers[each.event.customer], vehicles[each.event.asset]) for each in wanted]
    at = mornings(work)
    calls = [_call(work, row, vehicles[row["asset"]], at(row["due_on"])) for row in rows]
    made = records.create(work, ACTIVITIES, calls)
    pairs = zip(rows, made, strict=True)
    records.create(work, FOLLOW_UPS, [{**row, "activity": call} for row, call in pairs])


def _customers(work: Work, ids: Iterable[int]) -> Mapping[int, Any]:
    columns = Customer.id, Customer.owner_id, Customer.unit_id
    found = select(*columns).where(among(Customer.id, sorted(ids)), Customer.do_not_contact.is_(False))
    return {row.id: row for row in work.session.execute(found)}


def _vehicles(work: Work, ids: Iterable[int]) -> Mapping[int, Any]:
    found = select(Asset.id, Asset.name, Asset.unit_id).where(among(Asset.id, sorted(ids)))
    return {row.id: row for row in work.session.execute(found)}


def _row(owed: Owed, customer: Any, vehicle: Any) -> dict[str, Any]:
    event = owed.event
    return {
        "customer": event.customer,
        "asset": event.asset,
        "key": owed.key,
        "kind": event.kind,
        "unit": event.unit or vehicle.unit_id or customer.unit_id,
        "owner": customer.owner_id,
        "due_on": owed.due_on,
        "next_on": owed.due_on,
    }


def _call(work: Work, row: Mapping[str, Any], vehicle: Any, at: datetime) -> dict[str, Any]:
    subject = work.translate(SUBJECTS[row["kind"]].fill(vehicle=vehicle.name))
    return call_at(row, subject, at)


def call_at(row: Mapping[str, Any], subject: str, at: datetime) -> dict[str, Any]:
    """A call to be made, as an activity."""
    return {
        "type": "call",
        "direction": "out",
        "subject": subject[:LONGEST],
        "customer": row["customer"],
        "owner": row["owner"],
        "unit": row["unit"],
        "due_at": at,
    }
