"""Opening hours: how minutes pass while somebody is there to answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from core.plugin_api import Label, translations
from plugins.sales.services.words import WEEKDAYS

_ = translations("sales")

NOT_A_TIME = _("Write hours and minutes: 08:30.")
DAY = timedelta(1)


def time_problem(text: str) -> Label | None:
    """What is wrong with a time of day as it is written in the settings."""
    return None if _is_time(text) else NOT_A_TIME


def _is_time(text: str) -> bool:
    hours, colon, minutes = text.partition(":")
    digits = len(hours) == len(minutes) == 2 and (hours + minutes).isascii() and (hours + minutes).isdigit()
    return bool(colon) and digits and (text == "24:00" or (int(hours) < 24 and int(minutes) < 60))


@dataclass(frozen=True, slots=True)
class Hours:
    """When it is open, in a time zone: minutes of the day, and weekdays (Monday is 0).

    Where that makes no hours at all, it is always open: nobody waits for ever.
    """

    opens: int
    closes: int
    weekdays: frozenset[int]
    zone: tzinfo

    def end_of(self, start: datetime, minutes: int) -> datetime:
        """The moment (UTC) when so many open minutes have passed since `start`."""
        left = timedelta(minutes=minutes)
        if self._always_open:
            return start + left
        day = start.astimezone(self.zone).date()
        while True:
            begin, end = self._span(day, start)
            if end - begin >= left:
                return (begin + left).astimezone(start.tzinfo)
            left -= end - begin
            day += DAY

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """How many whole open minutes lie between two moments."""
        if self._always_open or end <= start:
            return max(0, int((end - start).total_seconds() // 60))
        day, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        seconds = 0.0
        while day <= last:
            begin, until = self._span(day, start)
            seconds += max(0.0, (min(until, end) - begin).total_seconds())
            day += DAY
        return int(seconds // 60)

    @property
    def _always_open(self) -> bool:
        return self.closes <= self.opens or not self.weekdays

    def _span(self, day: date, start: datetime) -> tuple[datetime, datetime]:
        """From when to when it is open on a day, not before `start`, in UTC: not all days are as long."""
        if day.weekday() not in self.weekdays:
            return start, start
        begin = max(self._at(day, self.opens).astimezone(start.tzinfo), start)
        return begin, max(self._at(day, self.closes).astimezone(start.tzinfo), begin)

    def _at(self, day: date, minute: int) -> datetime:
        midnight, rest = divmod(minute, 24 * 60)
        return datetime.combine(day + midnight * DAY, time(rest // 60, rest % 60), self.zone)


def hours_of(opens: str, closes: str, days: Collection[str], zone: tzinfo) -> Hours:
    """Opening hours as the settings say them."""
    places = {name: place for place, name in enumerate(WEEKDAYS)}
    open_on = frozenset(places[name] for name in days)
    return Hours(_minutes(opens), _minutes(closes), open_on, zone)


def _minutes(text: str) -> int:
    hours, _colon, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)
