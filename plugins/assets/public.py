"""What other plugins may use: who holds assets, what their meters counted, and the scan of readings.

Days are calendar dates, values whole numbers in the unit of the meter. A holding lasts from `since` up to,
but not including, `until`. An asset's first meter is its main one; what is asked by asset is of that meter.
"""

from __future__ import annotations

from plugins.assets.models import (
    STATUSES,
    Asset,
    AssetState,
    Definition,
    Holding,
    Meter,
    MeterEvent,
    Reading,
    ReadingVerdict,
)
from plugins.assets.services.answers import (
    Holder,
    MainMeter,
    Verdict,
    accepted,
    holders,
    main_meters,
    verdicts,
)
from plugins.assets.services.known import Known, known_meters
from plugins.assets.services.putting import NewReading, put_readings
from plugins.assets.services.scan import Judged, PlainReading, Point, Replacement, Scanned, scan
from plugins.assets.services.told import readings_judged
from plugins.assets.services.units import UNITS, converted, convertible

ASSETS, DEFINITIONS, HOLDINGS = "assets.assets", "assets.definitions", "assets.holdings"
METERS, READINGS, METER_EVENTS = "assets.meters", "assets.readings", "assets.meter_events"
"""The names of the resources, as `records` and hooks know them."""

__all__ = [
    "ASSETS",
    "DEFINITIONS",
    "HOLDINGS",
    "METERS",
    "METER_EVENTS",
    "READINGS",
    "STATUSES",
    "UNITS",
    "Asset",
    "AssetState",
    "Definition",
    "Holder",
    "Holding",
    "Judged",
    "Known",
    "MainMeter",
    "Meter",
    "MeterEvent",
    "NewReading",
    "PlainReading",
    "Point",
    "Reading",
    "ReadingVerdict",
    "Replacement",
    "Scanned",
    "Verdict",
    "accepted",
    "converted",
    "convertible",
    "holders",
    "known_meters",
    "main_meters",
    "put_readings",
    "readings_judged",
    "scan",
    "verdicts",
]
