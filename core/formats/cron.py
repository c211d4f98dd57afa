"""Fixed times as cron writes them: minute, hour, day of the month, month, weekday.

Where clocks are set back, an hour comes twice: what names its hours happens the first time only, what happens
every hour happens both times. Where clocks are set forward, what falls into the hour that is left out happens
as much later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LONGEST_WAIT = 366 * 40
"""Days: 29 February may have to be a Monday, and 2100 has none."""

PARTS = (
    ("minute", 0, 59, ()),
    ("hour", 0, 23, ()),
    ("day", 1, 31, ()),
    ("month", 1, 12, MONTHS),
    ("weekday", 0, 7, WEEKDAYS),
)


class CronError(ValueError):
    """What is wrong with a text, in plain English."""


@dataclass(frozen=True)
class Cron:
    """When something is to happen; weekdays are 0 (Sunday) to 6."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either: bool
    """Days of the month and weekdays are both limited: either is enough."""

    @classmethod
    def parse(cls, text: str) -> Cron:
        """Read five fields; raises CronError, also for what never happens, such as 31 February."""
        fields = text.lower().split()
        if len(fields) != len(PARTS):
            raise CronError(f"it has {len(fields)} fields instead of 5: minute hour day month weekday")
        found = [_field(field, *part) for field, part in zip(fields, PARTS, strict=True)]
        minutes, hours, days, months, weekdays = found
        limited = not fields[2].startswith("*"), not fields[4].startswith("*")
        cron = cls(minutes, hours, days, months, frozenset(day % 7 for day in weekdays), all(limited))
        if not limited[1] and not any(min(days) <= LONGEST_MONTHS[month - 1] for month in months):
            raise CronError("it never happens: no such month has such a day")
        return cron

    def next(self, after: datetime, zone: ZoneInfo) -> datetime:
        """The first moment (UTC) after `after` by the clocks of `zone`."""
        day = after.astimezone(zone).date()
        for _ in range(LONGEST_WAIT):
            if self._falls_on(day):
                moments = [moment for moment in self._moments(day, zone) if moment > after]
                if moments:
                    return min(moments)
            day += timedelta(days=1)
        raise CronError("it does not happen within forty years")

    def _falls_on(self, day: date) -> bool:
        of_month, of_week = day.day in self.days, day.isoweekday() % 7 in self.weekdays
        return day.month in self.months and ((of_month or of_week) if self.either else (of_month and of_week))

    def _moments(self, day: date, zone: ZoneInfo) -> Iterator[datetime]:
        every_hour = len(self.hours) == 24
        for hour in self.hours:
            for minute in self.minutes:
                local = datetime.combine(day, time(hour, minute), zone)
                moment = local.astimezone(UTC)
                exists = moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)
                if exists or not every_hour:
                    yield moment
                if exists and every_hour:
                    yield local.replace(fold=1).astimezone(UTC)


def _field(text: str, name: str, low: int, high: int, names: tuple[str, ...]) -> frozenset[int]:
    """The numbers of one field: `*`, `7`, `1-5`, `mon-fri`, `*/15`, `8-18/2`, and lists of these."""
    found: set[int] = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        first, dash, last = ("", "", "") if span == "*" else span.partition("-")
        begin = low if span == "*" else _number(first, name, low, high, names)
        end = _number(last, name, low, high, names) if dash else begin
        if span == "*" or (slash and not dash):
            end = high
        every = _number(step, f"step of the {name}", 1, high, ()) if slash else 1
        if end < begin:
            raise CronError(f"{part} ends before it begins")
        found.update(range(begin, end + 1, every))
    return frozenset(found)


def _number(text: str, name: str, low: int, high: int, names: tuple[str, ...]) -> int:
    if text in names:
        return names.index(text) + (0 if names is WEEKDAYS else 1)
    if not (text.isascii() and text.isdigit() and len(text) < 4 and low <= int(text) <= high):
        raise CronError(f"{text!r} is no {name} ({low} to {high})")
    return int(text)
