"""What the desk shows beside each vehicle: estimate, owner and phone, last contact, next appointment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from core.plugin_api import Activity, Work, among, records
from industry_packs.auto_dealer.models import Appointment, RecallVehicle
from industry_packs.auto_dealer.services.appointments import STANDING
from industry_packs.auto_dealer.services.desk.listing import TO_REMEDY
from industry_packs.auto_dealer.services.vehicles.meters import likely

OF_CUSTOMER = ("id", "name", "phone", "do_not_contact")


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One line of the list. `due_by` is the day as the rule told it; `estimate` is in `meter_unit`."""

    asset: int
    subject: int | None
    vehicle: str
    customer: int | None
    name: str | None
    phone: str | None
    closed: bool
    plan: str | None
    visit: str | None
    urgency: str | None
    due_on: date | None
    estimate: int | None
    meter_unit: str
    contact: datetime | None
    appointment: date | None
    recalled: bool


def rows_of(work: Work, found: Sequence[Any], day: date) -> list[DeskRow]:
    """The rows with all that is shown, four statements however many; whom one may not see has no name."""
    assets = sorted({row.id for row in found})
    people = _people(work, {row.owner_id for row in found if row.owner_id})
    contacts, comes = _contacts(work, people), _appointments(work, assets, day)
    recalled = _recalled(work, assets)
    return [_row(row, day, people.get(row.owner_id, {}), contacts, comes, recalled) for row in found]


def _row(
    row: Any,
    day: date,
    person: Mapping[str, Any],
    contacts: Mapping[int, datetime],
    comes: Mapping[int, date],
    recalled: set[int],
) -> DeskRow:
    return DeskRow(
        asset=row.id,
        subject=row.subject,
        vehicle=row.plate or row.name,
        customer=person.get("id"),
        name=person.get("name"),
        phone=person.get("phone"),
        closed=bool(person.get("do_not_contact")),
        plan=row.plan,
        visit=row.visit,
        urgency=row.urgency,
        due_on=row.due_on,
        estimate=likely(row, day) if row.meter_unit else None,
        meter_unit=row.meter_unit or "",
        contact=contacts.get(row.owner_id or 0),
        appointment=comes.get(row.id),
        recalled=row.id in recalled,
    )


def _people(work: Work, ids: set[int]) -> Mapping[int | None, Mapping[str, Any]]:
    """Customers as the actor may see them: a number that he may not see is left out."""
    if not ids:
        return {}
    rows = records.read_many(work, "customers", sorted(ids), OF_CUSTOMER, children=())
    return {row["id"]: row for row in rows}


def _contacts(work: Work, people: Mapping[int | None, Any]) -> Mapping[int, datetime]:
    """When we last spoke with customers, by whatever channel."""
    ids = sorted(id for id in people if id)
    last = select(Activity.customer_id, func.max(Activity.happens_at)).where(
        among(Activity.customer_id, ids), Activity.status == "done", Activity.channel.is_not(None)
    )
    found = work.session.execute(last.group_by(Activity.customer_id)) if ids else ()
    return {customer: at for customer, at in found if customer and at}


def _appointments(work: Work, assets: Sequence[int], day: date) -> Mapping[int, date]:
    """The next day on which vehicles come."""
    following = select(Appointment.asset_id, func.min(Appointment.booked_on)).where(
        among(Appointment.asset_id, assets),
        Appointment.status.in_(STANDING),
        Appointment.booked_on >= day,
    )
    found = work.session.execute(following.group_by(Appointment.asset_id)) if assets else ()
    return {asset: day for asset, day in found if day}


def _recalled(work: Work, assets: Sequence[int]) -> set[int]:
    open_ones = select(RecallVehicle.asset_id).where(
        among(RecallVehicle.asset_id, assets), RecallVehicle.state.in_(TO_REMEDY)
    )
    return {id for id in work.session.scalars(open_ones) if id} if assets else set()
