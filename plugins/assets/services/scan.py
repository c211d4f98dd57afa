"""Whether readings of a meter can be true: a pure function over plain values, exact, in whole numbers.

A meter that was replaced goes on counting: the *cumulative* value of a reading is what the meters have
counted together since the asset went into service.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from plugins.assets.services.units import converted

Point = tuple[date, int]
"""A day, and what the meter had counted in all by then."""


@dataclass(frozen=True, slots=True)
class PlainReading:
    """What a meter showed on a day, in `unit` if not in the meter's; `key` names it to the caller."""

    day: date
    value: int
    unit: str = ""
    voided: bool = False
    key: int = 0


@dataclass(frozen=True, slots=True)
class Replacement:
    """The meter was replaced: from this day on a new one counts, which began at `new_value`."""

    day: date
    old_value: int
    new_value: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A reading with its cumulative value in the meter's unit, and why it is rejected ("": it is not)."""

    reading: PlainReading
    cumulative: int
    flag: str = ""

    @property
    def point(self) -> Point:
        """Its day and cumulative value."""
        return self.reading.day, self.cumulative


@dataclass(frozen=True, slots=True)
class Scanned:
    """All readings that are not voided, judged, in the order of day and value."""

    judged: tuple[Judged, ...]

    @property
    def accepted(self) -> tuple[Point, ...]:
        """Days with cumulative values, those that are there twice once."""
        return tuple(dict.fromkeys(each.point for each in self.judged if not each.flag))

    @property
    def flagged(self) -> tuple[Judged, ...]:
        """Those that cannot be true; what was read stands in `reading.value`."""
        return tuple(each for each in self.judged if each.flag)


def scan(
    readings: Iterable[PlainReading],
    events: Sequence[Replacement],
    in_service: date | None,
    as_of: date,
    max_per_day: int | None,
    unit: str = "",
    last: Point | None = None,
) -> Scanned:
    """Judge the readings of one meter, whose unit is `unit`.

    Flags: `future_date`, `before_in_service`, `negative`, `rollback` (below the last accepted one) and `jump`
    (more than `max_per_day` for each day since). What is rejected changes nothing for those that follow.
    Without `in_service` the first reading that is not negative is where counting begins; without
    `max_per_day` nothing is a jump. Raises Invalid where a reading's unit cannot be told in `unit`.

    Whoever knows the `last` point accepted before a day can leave out the readings before that day.
    """
    offsets = _Offsets(events)
    told = [
        (each.day, converted(each.value, each.unit or unit, unit), each)
        for each in readings
        if not each.voided
    ]
    told.sort(key=lambda item: (item[0], item[1], item[2].key))
    last = last or ((in_service, 0) if in_service else None)
    judged: list[Judged] = []
    for day, value, reading in told:
        cumulative = value + offsets.at(day)
        flag = _impossible(day, value, in_service, as_of) or _improbable(day, cumulative, last, max_per_day)
        judged.append(Judged(reading, cumulative, flag))
        last = last if flag else (day, cumulative)
    return Scanned(tuple(judged))


def _impossible(day: date, value: int, in_service: date | None, as_of: date) -> str:
    if day > as_of:
        return "future_date"
    if in_service and day < in_service:
        return "before_in_service"
    return "negative" if value < 0 else ""


def _improbable(day: date, cumulative: int, last: Point | None, max_per_day: int | None) -> str:
    if last is None:
        return ""
    days = max((day - last[0]).days, 1)
    if cumulative < last[1]:
        return "rollback"
    return "jump" if max_per_day is not None and cumulative - last[1] > max_per_day * days else ""


class _Offsets:
    """What is added to values from a day on: the sum of what all meters before had counted."""

    def __init__(self, events: Iterable[Replacement]) -> None:
        """Sum them up by day."""
        ordered = sorted(events, key=lambda event: event.day)
        self._days = [event.day for event in ordered]
        self._sums = [0, *accumulate(event.old_value - event.new_value for event in ordered)]

    def at(self, day: date) -> int:
        """The offset of a value that was read on this day."""
        return self._sums[bisect_right(self._days, day)]
