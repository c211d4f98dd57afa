"""How much of a warranty is left: pure functions over plain values, in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.plugin_api import Label

State = Literal["running", "ending", "over"]
ALL = 100


@dataclass(frozen=True, slots=True)
class Meter:
    """What the meter of a vehicle has counted, read, and is likely to have counted by today, in its unit."""

    read: int
    likely: int
    unit: str


@dataclass(frozen=True, slots=True)
class Clock:
    """A warranty of a vehicle: ends on a day, or at a distance in the vehicle's unit; None: no such leg."""

    title: Label
    begins: date
    ends_on: date | None
    ends_at: int | None

    def days_left(self, today: date) -> int | None:
        """Days until it ends by time; the last day counts, so 0 is that day."""
        return None if self.ends_on is None else (self.ends_on - today).days

    def distance_left(self, meter: Meter | None) -> int | None:
        """How far until it ends by distance, as it is likely today."""
        return None if self.ends_at is None or meter is None else self.ends_at - meter.likely

    def used(self, today: date, meter: Meter | None) -> int:
        """How much of it is used, in whole per cent of the leg that is further."""
        shares = [0]
        if self.ends_on is not None:
            shares.append(_share((today - self.begins).days, (self.ends_on - self.begins).days))
        if self.ends_at is not None and meter is not None:
            shares.append(_share(meter.likely, self.ends_at))
        return max(shares)

    def state(self, today: date, meter: Meter | None, warn_at: int) -> State:
        """Over only by the calendar or by what was read: that it is likely over is no reason to refuse."""
        by_time = self.ends_on is not None and today > self.ends_on
        by_distance = self.ends_at is not None and meter is not None and meter.read >= self.ends_at
        if by_time or by_distance:
            return "over"
        return "ending" if self.used(today, meter) >= warn_at else "running"


def _share(used: int, whole: int) -> int:
    return max(used, 0) * ALL // whole if whole > 0 else ALL
