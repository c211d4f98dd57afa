"""The worked cases of rule S: vehicles with readings, services and replaced meters, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from plugins.assets.public import PlainReading, Replacement, Scanned, converted, scan

FILE = Path(__file__).parents[2] / "data" / "service_due.json"


@cache
def cases() -> Mapping[str, Any]:
    """The whole file."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def scanned(vehicle: Mapping[str, Any]) -> Scanned:
    """What the scan says of a vehicle of the file."""
    plan = cases()["plans"][vehicle["plan"]]
    return scan(
        readings_of(vehicle),
        [
            Replacement(date.fromisoformat(each["date"]), each["old_value"], each["new_value"])
            for each in vehicle["odometer_events"]
        ],
        date.fromisoformat(vehicle["in_service_date"]),
        date.fromisoformat(cases()["as_of"]),
        converted(plan["max_per_day"], plan["unit"], vehicle["unit"]),
        vehicle["unit"],
    )


def readings_of(vehicle: Mapping[str, Any]) -> list[PlainReading]:
    """Its readings and those of its services."""
    read = [
        PlainReading(
            date.fromisoformat(each["date"]), each["value"], each.get("unit", ""), each.get("voided", False)
        )
        for each in vehicle["readings"]
    ]
    served = [each for each in vehicle["services"] if each["odometer"] is not None]
    return read + [PlainReading(date.fromisoformat(each["date"]), each["odometer"]) for each in served]
