"""What others ask of assets, for thousands at once: a statement for each few thousand of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Executable, bindparam, or_, select

from core.plugin_api import Work, among, chunks
from plugins.assets.models import Holding, Meter, Reading, ReadingVerdict
from plugins.assets.services.looking_up import AT_ONCE, METERS_WITH_TERMS, WANTED, all_rows
from plugins.assets.services.scan import Point
from plugins.assets.services.units import converted, convertible

READINGS_VIEW = "assets.readings.view"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has an asset; `contact` is a person of the customer, where one is known."""

    customer: int
    contact: int | None
    role: str
    since: date | None


@dataclass(frozen=True, slots=True)
class MainMeter:
    """The first meter of an asset. `max_per_day` is in its `unit`; None: nothing is too much."""

    id: int
    asset: int
    unit: str
    max_per_day: int | None
    in_service: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a reading: `state` is accepted, rejected (then `flag` says why) or voided."""

    reading: int
    asset: int
    state: str
    flag: str
    cumulative: int | None


def accepted(work: Work, asset_ids: Sequence[int]) -> dict[int, list[Point]]:
    """By asset, in order, the days and cumulative values of its main meter that are believed.

    Of assets that the actor may see, if he may see readings at all.
    """
    if work.actor.reach(READINGS_VIEW) is None:
        return {}
    assets = {meter.id: meter.asset for meter in main_meters(work, asset_ids).values()}
    found: dict[int, list[Point]] = defaultdict(list)
    for meter, day, value, state in all_rows(work, _JUDGED, assets):
        points = found[assets[meter]]
        if state == "accepted" and (day, value) not in points[-1:]:
            points.append((day, value))
    return {asset: points for asset, points in found.items() if points}


def holders(work: Work, asset_ids: Sequence[int], role: str, on: date) -> dict[int, tuple[Holder, ...]]:
    """By asset, those who hold it in this role on this day, who came last first; no entry without any."""
    found: dict[int, tuple[Holder, ...]] = {}
    for asset, *who in _rows(work, _HOLDERS, asset_ids, {"role": role, "day": on}):
        found[asset] = (Holder(*who), *found.get(asset, ()))
    return found


def main_meters(work: Work, asset_ids: Sequence[int]) -> dict[int, MainMeter]:
    """By asset, its main meter; no entry for what has no meter."""
    found: dict[int, MainMeter] = {}
    for id, asset, unit, own, of_definition, in_definition, in_service in _rows(work, _METERS, asset_ids):
        most = own if own is not None else most_in(unit, of_definition, in_definition)
        found.setdefault(asset, MainMeter(id, asset, unit, most, in_service))
    return found


def most_in(unit: str, max_per_day: int | None, given_in: str | None) -> int | None:
    """The most in a day that a definition names, in the unit of a meter; None if that counts other things."""
    if max_per_day is None or not convertible(given_in or unit, unit):
        return None
    return converted(max_per_day, given_in or unit, unit)


def verdicts(work: Work, origins: Sequence[str]) -> Mapping[str, Verdict]:
    """What became of the readings that were put with these origins; those that are gone are left out."""
    return {
        origin: Verdict(reading, asset, state or "", flag or "", cumulative)
        for origin, reading, asset, state, flag, cumulative in _rows(work, _VERDICTS, origins)
    }


def _rows(
    work: Work, statement: Executable, wanted: Sequence[Any], values: Mapping[str, Any] | None = None
) -> Iterator[Any]:
    for part in chunks(wanted, AT_ONCE):
        yield from work.session.execute(statement, {"wanted": list(part), **(values or {})})


# Not WHERE state = 'accepted', which nearly all are: databases that do not know that begin at the wrong end.
_JUDGED = (
    select(Reading.meter_id, Reading.read_on, ReadingVerdict.cumulative, ReadingVerdict.state)
    .join(ReadingVerdict, ReadingVerdict.id == Reading.id)
    .where(among(Reading.meter_id, "wanted"), Reading.deleted_at.is_(None))
    .order_by(Reading.meter_id, Reading.read_on, ReadingVerdict.cumulative)
)
_HOLDERS = (
    select(Holding.asset_id, Holding.customer_id, Holding.contact_id, Holding.role, Holding.since)
    .where(
        among(Holding.asset_id, "wanted"),
        Holding.role == bindparam("role"),
        or_(Holding.since.is_(None), Holding.since <= bindparam("day")),
        or_(Holding.until.is_(None), Holding.until > bindparam("day")),
    )
    .order_by(Holding.asset_id, Holding.since.is_not(None), Holding.since, Holding.id)
)
_METERS = METERS_WITH_TERMS.where(among(Meter.asset_id, "wanted")).order_by(Meter.asset_id, Meter.id)
_VERDICTS = (
    select(
        Reading.origin,
        Reading.id,
        Reading.asset_id,
        ReadingVerdict.state,
        ReadingVerdict.flag,
        ReadingVerdict.cumulative,
    )
    .outerjoin(ReadingVerdict, ReadingVerdict.id == Reading.id)
    .where(Reading.origin.in_(WANTED))
)
