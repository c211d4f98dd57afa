"""The list of the service desk: which vehicles, in which order; a page of it in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, case, exists, func, literal, or_, select, tuple_

from core.plugin_api import Work, get_setting, translations
from industry_packs.auto_dealer.models import RecallVehicle, Vehicle
from industry_packs.auto_dealer.services.desk.settings_of import LOST_AFTER
from plugins.assets.public import Asset, AssetState
from plugins.care.public import (
    PlanRecord,
    Reminder,
    ServiceRecord,
    Subject,
    SubjectState,
    add_months,
)

_ = translations("auto_dealer")

DUE = "due"
SEGMENTS = {
    DUE: _("All that is due"),
    "overdue": _("Overdue"),
    "due_soon": _("Due soon"),
    "recalled": _("Recalled"),
    "lost": _("Lost"),
}
TONES = {"overdue": "red", "due_soon": "orange", "recalled": "purple", "lost": "gray"}
URGENCIES = {DUE: ("overdue", "due_soon"), "overdue": ("overdue",), "due_soon": ("due_soon",)}
TO_REMEDY = ("open", "parts_awaited")
QUIET = "care.days_between"


Position = tuple[int, date, int, int]
"""Where a row stands: overdue ones (0) first, then by day, vehicle and what it is under."""


def page(work: Work, segment: str, on: date, after: Position | None, limit: int) -> Sequence[Any]:
    """The rows of a segment, overdue ones first; of whoever was spoken to lately nothing is asked again."""
    if segment in URGENCIES:
        statement = _due(work, URGENCIES[segment], on)
    else:
        statement = _recalled() if segment == "recalled" else _lost(lost_since(work, on))
    if after:
        rank, day, *ids = after
        there = literal(rank), literal(day, Date), *map(literal, ids)
        statement = statement.where(tuple_(*_ORDER) > tuple_(*there))
    return work.session.execute(statement.order_by(*_ORDER).limit(limit)).all()


def position_of(row: Any) -> Position:
    """Where a row of a page stands; the next page begins after its last one."""
    rank = 0 if row.urgency == "overdue" else 1
    return rank, row.due_on or date.max, row.id, row.subject or 0


def one(work: Work, asset: int, subject: int | None) -> Any:
    """The row of one vehicle, under one of its plans if it is named; None if it cannot be seen."""
    about = _of_subjects() if subject else _of_vehicles()
    wanted = Asset.id == asset, *([Subject.id == subject] if subject else [])
    return work.session.execute(about.where(*wanted)).first()


_ORDER = (
    case((SubjectState.urgency == "overdue", 0), else_=1),
    func.coalesce(SubjectState.due_on, literal(date.max, Date)),
    Asset.id,
    func.coalesce(Subject.id, 0),
)
_COLUMNS = (
    Asset.id,
    Asset.name,
    Asset.meter_unit,
    Vehicle.plate,
    AssetState.owner_id,
    Subject.id.label("subject"),
    PlanRecord.name.label("plan"),
    SubjectState.urgency,
    SubjectState.due_on,
    SubjectState.visit,
    SubjectState.last_day,
    SubjectState.last_value,
    SubjectState.gain,
    SubjectState.gain_days,
    SubjectState.source,
)


def _of_subjects() -> Any:
    """What is under plans, with its vehicle."""
    found = select(*_COLUMNS).select_from(Subject).join(Asset, Asset.id == Subject.asset_id)
    found = found.join(SubjectState, SubjectState.id == Subject.id)
    found = found.join(PlanRecord, PlanRecord.id == Subject.plan_id)
    return _with_vehicle(found)


def _of_vehicles() -> Any:
    """Vehicles, each with what it is under by use, if it is."""
    by_use = (
        select(Subject.id)
        .join(PlanRecord, PlanRecord.id == Subject.plan_id)
        .where(Subject.asset_id == Asset.id, Subject.status == "active", PlanRecord.meter_unit.is_not(None))
        .order_by(Subject.id)
        .limit(1)
        .correlate(Asset)
        .scalar_subquery()
    )
    found = select(*_COLUMNS).select_from(Asset).outerjoin(Subject, Subject.id == by_use)
    found = found.outerjoin(SubjectState, SubjectState.id == Subject.id)
    found = found.outerjoin(PlanRecord, PlanRecord.id == Subject.plan_id)
    return _with_vehicle(found).where(Asset.status == "active")


def _with_vehicle(found: Any) -> Any:
    return found.outerjoin(Vehicle, Vehicle.id == Asset.id).outerjoin(AssetState, AssetState.id == Asset.id)


def _due(work: Work, urgencies: Sequence[str], on: date) -> Any:
    since = on - timedelta(get_setting(work, QUIET))
    spoken = exists().where(Reminder.subject_id == Subject.id, Reminder.result_on > since)
    wanted = SubjectState.urgency.in_(urgencies), Subject.status == "active", Asset.status == "active"
    return _of_subjects().where(*wanted, ~spoken)


def _recalled() -> Any:
    return _of_vehicles().where(is_recalled())


def is_recalled() -> ColumnElement[bool]:
    """Whether a campaign is about the vehicle that is still to be remedied."""
    return exists().where(RecallVehicle.asset_id == Asset.id, RecallVehicle.state.in_(TO_REMEDY))


def _lost(since: date) -> Any:
    """Vehicles that did not come for so long, though they were sold or serviced before."""
    done = ServiceRecord.asset_id == Asset.id
    came = exists().where(done, ServiceRecord.done_on > since)
    known = or_(Asset.in_service_date <= since, exists().where(done, ServiceRecord.done_on <= since))
    return _of_vehicles().where(known, ~came)


def lost_since(work: Work, on: date) -> date:
    """The day since which a vehicle that is not lost has come."""
    return add_months(on, -get_setting(work, LOST_AFTER))
