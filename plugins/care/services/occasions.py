"""On which days people are greeted: days of the year, of the Chinese calendar, and birthdays of both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from borax.calendars.lunardate import LCalendars, LunarDate, TermUtils

FIRST_YEAR, LAST_YEAR = 1901, 2099
"""The years that the library knows whole."""
QINGMING = "清明"


def solar(month: int, day: int, year: int) -> date:
    """A day of the year; 29 February is the 28th in other years."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)


def lunar(month: int, day: int, year: int, *, leap: bool = False) -> date | None:
    """A day of the Chinese calendar in its year `year`, as a day of ours; None beyond what is known.

    Who was born in a leap month is greeted in the month of that number in years without it. The 30th of a
    month that has 29 days is its last day.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    is_leap = leap and LCalendars.leap_month(year) == month
    days = LCalendars.ndays(year, month, int(is_leap))
    found: date = LunarDate(year, month, min(day, days), int(is_leap)).to_solar_date()
    return found


def qingming(year: int) -> date | None:
    """The day of Qingming; None beyond what is known."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    found: date = TermUtils.day_start_from_term(year, QINGMING)
    return found


def solar_between(month: int, day: int, first: date, last: date) -> Iterator[date]:
    """The times that a day of the year falls into these days."""
    days = (solar(month, day, year) for year in range(first.year, last.year + 1))
    return (each for each in days if first <= each <= last)


def lunar_between(month: int, day: int, first: date, last: date, *, leap: bool = False) -> Iterator[date]:
    """The same for a day of the Chinese calendar, whose year begins in January or February."""
    days = (lunar(month, day, year, leap=leap) for year in range(first.year - 1, last.year + 1))
    return (each for each in days if each is not None and first <= each <= last)


def qingming_between(first: date, last: date) -> Iterator[date]:
    """The same for Qingming."""
    days = (qingming(year) for year in range(first.year, last.year + 1))
    return (each for each in days if each is not None and first <= each <= last)
