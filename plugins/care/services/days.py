"""Which day it is for the company."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.plugin_api import Work, get_setting


def today(work: Work) -> date:
    """The day on which this work happens, in the company's time zone."""
    return work.now.astimezone(company_zone(work)).date()


def company_zone(work: Work) -> ZoneInfo:
    """The company's time zone."""
    return ZoneInfo(get_setting(work, "core.time_zone"))


MORNING = time(9)


def morning(work: Work, day: date) -> datetime:
    """Nine o'clock of a day, in the company's time zone."""
    return mornings(work)(day)


def mornings(work: Work) -> Callable[[date], datetime]:
    """What tells nine o'clock of many days, asking for the time zone once."""
    zone = company_zone(work)
    return lambda day: datetime.combine(day, MORNING, zone)


def number(day: date | None) -> int | None:
    """A day as the tables of masses keep it."""
    return None if day is None else day.toordinal()


def of_number(number: int | None) -> date | None:
    """The day again."""
    return None if number is None else date.fromordinal(number)
