"""Scanning meters whose readings, replacements or terms changed: many at once, from the first such day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import bindparam, case, func, or_, select

from core.plugin_api import Work, among, chunks, records
from plugins.assets.models import (
    AssetState,
    Holding,
    Meter,
    MeterEvent,
    Reading,
    ReadingVerdict,
)
from plugins.assets.services.answers import most_in
from plugins.assets.services.looking_up import METERS_WITH_TERMS, all_rows, lock, meters_of, today
from plugins.assets.services.scan import PlainReading, Point, Replacement, scan
from plugins.assets.services.told import readings_judged

AT_ONCE = 1_000
"""Meters that are scanned at once."""
BEGINNING = date.min


@dataclass(frozen=True, slots=True)
class Without:
    """Records that are about to go to the trash, by their ids."""

    readings: frozenset[int] = frozenset()
    events: frozenset[int] = frozenset()
    meters: frozenset[int] = frozenset()


NOTHING = Without()
WRITTEN = ("state", "flag", "cumulative")
Written = tuple[str | None, str | None, int | None]
"""State, flag and cumulative value of a reading."""


@dataclass(slots=True)
class Counting:
    """A meter with what its scan needs; `before` is the last point accepted before the readings."""

    asset: int
    unit: str
    max_per_day: int | None
    in_service: date | None
    before: Point | None = None
    events: list[Replacement] = field(default_factory=list)
    readings: list[PlainReading] = field(default_factory=list)
    written: dict[int, Written] = field(default_factory=dict)


def rescan(work: Work, changed: Mapping[int, date | None], without: Without = NOTHING) -> None:
    """Judge the readings of these meters anew from a day on (None: all), and write what is different."""
    meters = sorted(changed)
    for part in chunks(meters, AT_ONCE):
        since = min(changed[meter] or BEGINNING for meter in part)
        found = _read(work, part, since, without)
        as_of = today(work)
        rows = {meter: list(_different(counting, as_of)) for meter, counting in found.items()}
        gone = [{"id": id, **dict.fromkeys(WRITTEN)} for id in without.readings]
        records.derive(work, ReadingVerdict, [*(row for of in rows.values() for row in of), *gone])
        count_again(work, {counting.asset for counting in found.values()}, without)
        assets = {counting.asset for meter, counting in found.items() if rows[meter] or gone}
        if assets:
            work.hooks.notify(readings_judged, work=work, assets=sorted(assets))


def _different(counting: Counting, as_of: date) -> Iterator[dict[str, Any]]:
    """What is to be written for readings of one meter, where it is not written yet."""
    scanned = scan(
        counting.readings,
        counting.events,
        counting.in_service,
        as_of,
        counting.max_per_day,
        counting.unit,
        counting.before,
    )
    now: dict[int, Written] = {each.key: ("voided", None, None) for each in counting.readings if each.voided}
    for each in scanned.judged:
        state = "rejected" if each.flag else "accepted"
        now[each.reading.key] = (state, each.flag or None, each.cumulative)
    for id, written in now.items():
        if counting.written.get(id) != written:
            yield {"id": id, **dict(zip(WRITTEN, written, strict=True))}


def _read(work: Work, meters: Collection[int], since: date, without: Without) -> dict[int, Counting]:
    """The meters with what their scan needs; whoever else writes of their assets waits."""
    lock(work, {asset for _meter, asset, *_rest in all_rows(work, _METERS, meters)})
    found = {
        meter: Counting(asset, unit, own if own is not None else most_in(unit, most, most_unit), in_service)
        for meter, asset, unit, own, most, most_unit, in_service in all_rows(work, _METERS, meters)
    }
    for meter, day, old, new, id in all_rows(work, _EVENTS, meters):
        if id not in without.events:
            found[meter].events.append(Replacement(day, old, new))
    for meter, day, value in all_rows(work, _BEFORE, meters, since=since):
        found[meter].before = (day, value) if day else None
    for meter, id, day, value, unit, voided_at, *written in all_rows(work, _READINGS, meters, since=since):
        if id not in without.readings:
            found[meter].readings.append(PlainReading(day, value, unit or "", voided_at is not None, id))
            found[meter].written[id] = (written[0], written[1], written[2])
    return found


def count_again(work: Work, assets: Collection[int], without: Without = NOTHING) -> None:
    """What the main meters of these assets have counted, and how many readings are to be looked at."""
    meters = {asset: found.keys() - without.meters for asset, found in meters_of(work, assets).items()}
    main = {asset: min(left) for asset, left in meters.items() if left}
    rows = {id: {"id": id, "counted": None, "read_on": None, "doubtful": None} for id in assets}
    for asset, meter, read_on, counted, doubtful in all_rows(work, _COUNTED, assets, gone=without.readings):
        row = rows[asset]
        row["doubtful"] = (row["doubtful"] or 0) + doubtful or None
        if meter == main.get(asset):
            row |= {"counted": counted, "read_on": read_on}
    records.derive(work, AssetState, list(rows.values()))


def own_again(work: Work, assets: Collection[int], without: Collection[int] = ()) -> None:
    """Who owns these assets now."""
    found = all_rows(work, _OWNERS, assets, day=today(work))
    owners: dict[int, int | None] = dict.fromkeys(assets)
    owners |= {asset: customer for asset, holding, customer in found if holding not in without}
    records.derive(work, AssetState, [{"id": id, "owner": owner} for id, owner in owners.items()])


_METERS = METERS_WITH_TERMS.where(among(Meter.id, "wanted"))
_EVENTS = select(
    MeterEvent.meter_id, MeterEvent.replaced_on, MeterEvent.old_value, MeterEvent.new_value, MeterEvent.id
).where(among(MeterEvent.meter_id, "wanted"), MeterEvent.deleted_at.is_(None))
_OF_METERS = (among(Reading.meter_id, "wanted"), Reading.deleted_at.is_(None))
_ACCEPTED = ReadingVerdict.state == "accepted"
_LAST = (
    func.max(case((_ACCEPTED, Reading.read_on))),
    func.max(case((_ACCEPTED, ReadingVerdict.cumulative))),
)
_BEFORE = (
    select(Reading.meter_id, *_LAST)
    .join(ReadingVerdict, ReadingVerdict.id == Reading.id)
    .where(*_OF_METERS, Reading.read_on < bindparam("since"))
    .group_by(Reading.meter_id)
)
_READINGS = (
    select(
        Reading.meter_id,
        Reading.id,
        Reading.read_on,
        Reading.value,
        Reading.unit,
        Reading.voided_at,
        ReadingVerdict.state,
        ReadingVerdict.flag,
        ReadingVerdict.cumulative,
    )
    .outerjoin(ReadingVerdict, ReadingVerdict.id == Reading.id)
    .where(*_OF_METERS, Reading.read_on >= bindparam("since"))
)
_REJECTED = ReadingVerdict.state == "rejected"
_COUNTED = (
    select(
        Reading.asset_id,
        Reading.meter_id,
        *_LAST,
        func.sum(case((_REJECTED, 1), else_=0)),
    )
    .join(ReadingVerdict, ReadingVerdict.id == Reading.id)
    .where(among(Reading.asset_id, "wanted"), Reading.deleted_at.is_(None), ~among(Reading.id, "gone"))
    .group_by(Reading.asset_id, Reading.meter_id)
)
_OWNERS = (
    select(Holding.asset_id, Holding.id, Holding.customer_id)
    .where(
        among(Holding.asset_id, "wanted"),
        Holding.deleted_at.is_(None),
        Holding.role == "owner",
        or_(Holding.since.is_(None), Holding.since <= bindparam("day")),
        or_(Holding.until.is_(None), Holding.until > bindparam("day")),
    )
    .order_by(Holding.asset_id, Holding.since, Holding.id)
)
