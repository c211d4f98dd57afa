"""The days that a calendar shows: a day, a week from Monday on, or the whole weeks of a month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from core.formats.moments import parse_day

Length = Literal["day", "week", "month"]
LENGTHS: tuple[Length, ...] = ("month", "week", "day")
WEEK = 7
FIRST, LAST = date(1900, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True)
class Span:
    """The days around one, from `start` on; `day` is the one that was asked for."""

    length: Length
    day: date

    @property
    def start(self) -> date:
        """The first day that is shown."""
        if self.length == "day":
            return self.day
        first = self.day.replace(day=1) if self.length == "month" else self.day
        return first - timedelta(days=first.weekday())

    @property
    def end(self) -> date:
        """The first day that is not shown any more."""
        if self.length != "month":
            return self.start + timedelta(days=1 if self.length == "day" else WEEK)
        last = self.day.replace(day=monthrange(self.day.year, self.day.month)[1])
        return last + timedelta(days=WEEK - last.weekday())

    @property
    def weeks(self) -> Sequence[Sequence[date]]:
        """Its days in rows of a week."""
        days = [self.start + timedelta(days=n) for n in range((self.end - self.start).days)]
        return [days[n : n + WEEK] for n in range(0, len(days), WEEK)]

    @property
    def previous(self) -> date:
        """A day of the span before."""
        if self.length == "month":
            return self.day.replace(day=1) - timedelta(days=1)
        return self.day - timedelta(days=1 if self.length == "day" else WEEK)

    @property
    def following(self) -> date:
        """A day of the span after it."""
        if self.length == "month":
            return self.day.replace(day=28) + timedelta(days=4)
        return self.day + timedelta(days=1 if self.length == "day" else WEEK)


def span_of(length: str, day: str, today: date) -> Span:
    """The span that an address asks for; today's month where it asks for none that there is."""
    try:
        wanted = parse_day(day) if day else today
    except ValueError:
        wanted = today
    known = next((item for item in LENGTHS if item == length), LENGTHS[0])
    return Span(known, wanted if FIRST <= wanted <= LAST else today)
