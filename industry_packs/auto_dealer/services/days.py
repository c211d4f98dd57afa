"""Which day it is for the company, and when its mornings begin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from core.plugin_api import Work, get_setting

MORNING = time(9)


def today(work: Work) -> date:
    """The day on which this work happens, in the company's time zone."""
    return work.now.astimezone(_zone(work)).date()


def morning(work: Work, day: date) -> datetime:
    """Nine o'clock of a day, in the company's time zone."""
    return datetime.combine(day, MORNING, _zone(work))


def mornings(work: Work) -> Callable[[date], datetime]:
    """What tells nine o'clock of many days, asking for the time zone once."""
    zone = _zone(work)
    return lambda day: datetime.combine(day, MORNING, zone)


def _zone(work: Work) -> ZoneInfo:
    return ZoneInfo(get_setting(work, "core.time_zone"))
