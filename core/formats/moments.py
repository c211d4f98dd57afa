"""Moments (aware, in UTC) and days, from ISO 8601 and from the forms that can mean one thing only."""

import re
from datetime import UTC, date, datetime, time, tzinfo

from core.labels import translations

_ = translations("core")

_DAY_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})\.(\d{1,2})\.(\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号號]", re.ASCII),
    re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII),
)
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?P<colon>:?)(?P<minute>\d\d)(?:(?P=colon)(?P<second>\d\d)(?P<fraction>[.,]\d{1,9})?)?"
    r"\s?(?P<offset>[Zz]|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)
_LONGEST = 50
_WIDE = {0xFF10 + n: 0x30 + n for n in range(10)} | {0xFF0D: "-", 0xFF0F: "/", 0xFF1A: ":", 0x3000: " "}


def parse_day(value: object) -> date:
    """The day from a date, a datetime at midnight, or text.

    Text is 2026-11-21, 2026/11/21, 2026.11.21, 2026年11月21日 or 20261121. Raises ValueError for anything
    else: 01/02/26 is two different days.
    """
    if isinstance(value, datetime):
        return _midnight(value)
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        return _day(_written(value))
    raise ValueError(_("is not a day; write it as 2026-11-21"))


def _midnight(value: datetime) -> date:
    if value.time() != time():
        raise ValueError(_("has a time of day; write the day alone, as 2026-11-21"))
    return value.date()


def _written(value: str) -> str:
    text = value.strip()
    if len(text) > _LONGEST:
        raise ValueError(_("is too long; write it as 2026-11-21 or 2026-11-21T14:30:00+01:00"))
    return text.translate(_WIDE)


def _day(text: str) -> date:
    for form in _DAY_FORMS:
        if found := form.fullmatch(text):
            return _calendar_day(*map(int, found.groups()))
    raise ValueError(_("is not a day; write it as 2026-11-21"))


def _calendar_day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(_("is not in the calendar: {reason}").fill(reason=str(error))) from None


def parse_moment(value: object, zone: tzinfo | None) -> datetime:
    """The moment in UTC, from a datetime or from text such as 2026-11-21T14:30:00+01:00 or 2026-11-21 14:30.

    What has no offset is local time in `zone`; without a zone it is refused. A local time that the clocks
    skip in spring is refused; of one that comes twice in autumn the first is taken. A day is its midnight.
    """
    if isinstance(value, str):
        value = _moment(_written(value))
    if not isinstance(value, datetime):
        raise ValueError(_("is not a date and time; write it as 2026-11-21T14:30:00+01:00"))
    try:
        return value.astimezone(UTC) if value.utcoffset() is not None else _local(value, zone)
    except OverflowError:
        raise ValueError(_("is before the year 1 or after the year 9999 in UTC")) from None


def _local(naive: datetime, zone: tzinfo | None) -> datetime:
    if zone is None:
        raise ValueError(_("needs an offset, as in 2026-11-21T14:30:00+01:00"))
    naive = naive.replace(tzinfo=None, fold=0)
    moment = naive.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != naive:
        raise ValueError(_("does not exist in {zone}: the clocks go forward over it").fill(zone=zone))
    return moment


def _moment(text: str) -> datetime:
    day, separator, clock = _split(text)
    if not separator:
        return datetime.combine(_day(day), time())
    found = _CLOCK.fullmatch(clock.lstrip())
    if not found:
        raise ValueError(_("has no readable time of day; write it as 2026-11-21T14:30:00+01:00"))
    return datetime.combine(_day(day), _time(found))


def _split(text: str) -> tuple[str, str, str]:
    found = re.search(r"[Tt ]|(?<=[日号號])", text)
    if found and found.end() < len(text):
        return text[: found.start()], "T", text[found.end() :]
    return text, "", ""


def _time(found: re.Match[str]) -> time:
    """The time of day; digits after the microsecond are dropped."""
    fraction = (found["fraction"] or ".0")[1:7].ljust(6, "0")
    clock = f"{found['hour']:0>2}:{found['minute']}:{found['second'] or '00'}.{fraction}"
    try:
        return time.fromisoformat(clock + (found["offset"] or "").upper())
    except ValueError as error:
        raise ValueError(_("has no such time of day: {reason}").fill(reason=str(error))) from None
