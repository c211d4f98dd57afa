"""Which day it is for the company, and when its mornings begin."""

from __future__ import annotations

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


def _zone(work: Work) -> ZoneInfo:
    return ZoneInfo(get_setting(work, "core.time_zone"))
