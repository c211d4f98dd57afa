"""All that is known of main meters, to be judged as of any day: for thousands at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work, chunks
from plugins.assets.models import MeterEvent, Reading
from plugins.assets.services.answers import MainMeter, main_meters
from plugins.assets.services.scan import PlainReading, Replacement, Scanned, scan

AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a meter."""

    meter: MainMeter
    readings: tuple[PlainReading, ...]
    events: tuple[Replacement, ...]

    def scanned(self, as_of: date) -> Scanned:
        """Its readings, judged as of a day, whatever day it is."""
        meter = self.meter
        return scan(self.readings, self.events, meter.in_service, as_of, meter.max_per_day, meter.unit)

    def without(self, key: int) -> Known:
        """The same without one reading."""
        return replace(self, readings=tuple(each for each in self.readings if each.key != key))


def known_meters(work: Work, asset_ids: Sequence[int]) -> dict[int, Known]:
    """By asset, what is known of its main meter, as far as the actor may see it; no entry without a meter."""
    found: dict[int, Known] = {}
    for part in chunks(asset_ids, AT_ONCE):
        meters = main_meters(work, part)
        readings, events = _readings(work, meters), _events(work, meters)
        for asset, meter in meters.items():
            found[asset] = Known(meter, tuple(readings[meter.id]), tuple(events[meter.id]))
    return found


def _readings(work: Work, meters: dict[int, MainMeter]) -> dict[int, list[PlainReading]]:
    columns = Reading.meter_id, Reading.read_on, Reading.value, Reading.unit, Reading.voided_at, Reading.id
    found: dict[int, list[PlainReading]] = defaultdict(list)
    for id, day, value, unit, void, key in _rows(work, select(*columns), Reading.meter_id, meters):
        found[id].append(PlainReading(day, value, unit or "", void is not None, key))
    return found


def _events(work: Work, meters: dict[int, MainMeter]) -> dict[int, list[Replacement]]:
    columns = MeterEvent.meter_id, MeterEvent.replaced_on, MeterEvent.old_value, MeterEvent.new_value
    found: dict[int, list[Replacement]] = defaultdict(list)
    for id, *event in _rows(work, select(*columns), MeterEvent.meter_id, meters):
        found[id].append(Replacement(*event))
    return found


def _rows(work: Work, statement: Any, of: Any, meters: dict[int, MainMeter]) -> Sequence[Any]:
    wanted = sorted(meter.id for meter in meters.values())
    return work.session.execute(statement.where(of.in_(wanted))).all() if wanted else ()
