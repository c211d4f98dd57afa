"""What is known of subjects, for thousands at once: a few statements, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Executable, select

from core.plugin_api import Work, among
from plugins.assets.public import Asset, Meter, MeterEvent, accepted, converted, convertible
from plugins.care.models import Service, Subject
from plugins.care.services import rule
from plugins.care.services.codes import codes_of

Rows = list[Any]


@dataclass(frozen=True, slots=True)
class Looked:
    """A subject with all that the rule asks of it; `unit` is that of its meter, empty without one."""

    id: int
    plan: int
    asset: int | None
    active: bool
    promised: bool
    promised_until: date | None
    unit: str
    history: rule.History


def read(work: Work, ids: Sequence[int]) -> list[Looked]:
    """The subjects that can be worked out: those without any start are left out."""
    rows = work.session.execute(_SUBJECTS, {"wanted": list(ids)}).all()
    assets = sorted({row.asset_id for row in rows if row.asset_id is not None})
    units = _units(work, assets)
    readings = accepted(work, list(units))
    of_assets = _services(work, _OF_ASSETS, assets, units, _offsets(work, list(units)))
    of_subjects = _services(work, _OF_SUBJECTS, [row.id for row in rows if row.asset_id is None], {}, {})
    return [
        _looked(row, units, readings, of_assets if row.asset_id else of_subjects)
        for row in rows
        if row.start or row.in_service_date
    ]


def _looked(
    row: Any,
    units: dict[int, str],
    readings: dict[int, list[rule.Point]],
    services: dict[int, list[rule.Service]],
) -> Looked:
    done = services.get(row.asset_id or row.id, ())
    start = row.start or row.in_service_date
    history = rule.History(start, readings.get(row.asset_id, ()), done, row.known_from)
    active = row.status == "active" and row.asset_status in (None, "active")
    unit = units.get(row.asset_id, "")
    return Looked(
        *(row.id, row.plan_id, row.asset_id, active, row.promised, row.promised_until, unit, history)
    )


def _units(work: Work, assets: Sequence[int]) -> dict[int, str]:
    """By asset, in what its main meter, the first one, counts."""
    found: dict[int, str] = {}
    for asset, unit in work.session.execute(_UNITS, {"wanted": list(assets)}) if assets else ():
        found.setdefault(asset, unit)
    return found


Offsets = dict[int, list[tuple[date, int]]]


def _offsets(work: Work, assets: Sequence[int]) -> Offsets:
    """By asset, what is added to what its meter shows from a day on: meters before it had counted that."""
    found: Offsets = defaultdict(list)
    for asset, day, old, new in work.session.execute(_EVENTS, {"wanted": list(assets)}) if assets else ():
        found[asset].append((day, old - new))
    return found


def _services(
    work: Work, statement: Executable, ids: Collection[int], units: dict[int, str], offsets: Offsets
) -> dict[int, list[rule.Service]]:
    found: dict[int, list[rule.Service]] = defaultdict(list)
    known: dict[str, frozenset[str]] = {}
    for id, day, codes, value, unit in work.session.execute(statement, {"wanted": list(ids)}) if ids else ():
        if codes not in known:
            known[codes] = frozenset(codes_of(codes))
        cumulative = _cumulative(value, unit, units.get(id, ""), day, offsets.get(id, ()))
        found[id].append(rule.Service(day, known[codes], cumulative))
    return found


def _cumulative(
    value: int | None, unit: str | None, of_meter: str, day: date, offsets: Sequence[tuple[date, int]]
) -> int | None:
    """What all meters had counted by then, in the unit of the meter; None where that cannot be told."""
    if value is None or not of_meter or not convertible(unit or of_meter, of_meter):
        return None
    before = sum(offset for since, offset in offsets if since <= day)
    return converted(value, unit or of_meter, of_meter) + before


_SUBJECTS = (
    select(
        Subject.id,
        Subject.plan_id,
        Subject.asset_id,
        Subject.status,
        Subject.start,
        Subject.known_from,
        Subject.promised,
        Subject.promised_until,
        Asset.in_service_date,
        Asset.status.label("asset_status"),
    )
    .outerjoin(Asset, Asset.id == Subject.asset_id)
    .where(among(Subject.id, "wanted"))
    .order_by(Subject.id)
)
_EVENTS = select(
    MeterEvent.asset_id, MeterEvent.replaced_on, MeterEvent.old_value, MeterEvent.new_value
).where(among(MeterEvent.asset_id, "wanted"))
_UNITS = select(Meter.asset_id, Meter.unit).where(among(Meter.asset_id, "wanted")).order_by(Meter.id)
_WHAT = (Service.done_on, Service.codes, Service.value, Service.meter_unit)
_OF_ASSETS = select(Service.asset_id, *_WHAT).where(among(Service.asset_id, "wanted"))
_OF_SUBJECTS = select(Service.subject_id, *_WHAT).where(among(Service.subject_id, "wanted"))
