"""Which believed reading is likely a typing error: the one without which more of the others can be true."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from core.plugin_api import Work
from plugins.assets.models import MeterEvent, Reading
from plugins.assets.services.answers import MainMeter, main_meters
from plugins.assets.services.scan import Judged, PlainReading, Replacement, Scanned, scan

LEAST = 2
"""Readings that must come back before one is suspected: of two that contradict, either may be wrong."""
MOST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of a meter."""

    meter: MainMeter
    readings: tuple[PlainReading, ...]
    events: tuple[Replacement, ...]

    def scanned(self, as_of: date) -> Scanned:
        """Its readings, judged."""
        meter = self.meter
        return scan(self.readings, self.events, meter.in_service, as_of, meter.max_per_day, meter.unit)

    def without(self, key: int) -> Known:
        """The same without one reading."""
        return replace(self, readings=tuple(each for each in self.readings if each.key != key))


def known_of(work: Work, asset: int) -> Known | None:
    """What is known of an asset's main meter; None if it has none."""
    meter = main_meters(work, [asset]).get(asset)
    if meter is None:
        return None
    readings = select(Reading.read_on, Reading.value, Reading.unit, Reading.voided_at, Reading.id)
    events = select(MeterEvent.replaced_on, MeterEvent.old_value, MeterEvent.new_value)
    found = work.session.execute(readings.where(Reading.meter_id == meter.id)).all()
    replaced = work.session.execute(events.where(MeterEvent.meter_id == meter.id)).all()
    plain = (
        PlainReading(day, value, unit or "", void is not None, id) for day, value, unit, void, id in found
    )
    return Known(meter, tuple(plain), tuple(Replacement(*row) for row in replaced))


def suspects(known: Known, as_of: date) -> Iterator[tuple[Judged, int]]:
    """Believed readings that are likely wrong, with how many others would be believed without each."""
    scanned = known.scanned(as_of)
    believed = sum(not each.flag for each in scanned.judged)
    for item in list(_before_rollbacks(scanned))[:MOST]:
        rest = known.without(item.reading.key).scanned(as_of)
        gained = sum(not each.flag for each in rest.judged) - (believed - 1)
        if gained >= LEAST:
            yield item, gained


def _before_rollbacks(scanned: Scanned) -> Iterator[Judged]:
    """The last believed reading before each that lies below it, each once."""
    last: Judged | None = None
    told: Judged | None = None
    for each in scanned.judged:
        if not each.flag:
            last = each
        elif each.flag == "rollback" and last is not None and last is not told:
            told = last
            yield last
