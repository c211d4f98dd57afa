"""Days on which people are greeted, leap days and leap months too."""

from datetime import date, timedelta

import pytest
from borax.calendars.lunardate import LunarDate
from hypothesis import given
from hypothesis import strategies as st

from plugins.care.services import occasions

KNOWN = [
    (1, 1, 2024, "2024-02-10"),
    (1, 1, 2025, "2025-01-29"),
    (1, 1, 2026, "2026-02-17"),
    (1, 1, 2027, "2027-02-06"),
    (5, 5, 2026, "2026-06-19"),
    (8, 15, 2025, "2025-10-06"),
    (8, 15, 2026, "2026-09-25"),
    (12, 30, 2025, "2026-02-16"),  # the last day of the year, which has no 30th then
]


@pytest.mark.parametrize(("month", "day", "year", "expected"), KNOWN)
def test_holidays_of_the_chinese_calendar(month: int, day: int, year: int, expected: str) -> None:
    assert str(occasions.lunar(month, day, year)) == expected


def test_qingming_is_a_day_of_the_sun() -> None:
    assert [str(occasions.qingming(year)) for year in (2024, 2026, 2027)] == [
        "2024-04-04",
        "2026-04-05",
        "2027-04-05",
    ]


def test_whoever_was_born_in_a_leap_month_is_greeted_every_year_once() -> None:
    days = [str(occasions.lunar(6, 10, year, leap=True)) for year in (2024, 2025, 2026)]
    assert days == ["2024-07-15", "2025-08-03", "2026-07-23"]
    found = list(occasions.lunar_between(6, 10, date(2025, 1, 1), date(2025, 12, 31), leap=True))
    assert [str(day) for day in found] == ["2025-08-03"]


def test_29_february_is_the_28th_in_other_years() -> None:
    days = occasions.solar_between(2, 29, date(2024, 1, 1), date(2026, 12, 31))
    assert [str(day) for day in days] == ["2024-02-29", "2025-02-28", "2026-02-28"]


def test_years_that_nobody_knows_are_left_out() -> None:
    assert occasions.lunar(1, 1, 2200) is None and occasions.qingming(1800) is None
    assert list(occasions.lunar_between(1, 1, date(2150, 1, 1), date(2151, 1, 1))) == []


@given(st.dates(date(1902, 1, 1), date(2098, 12, 31)))
def test_every_day_is_found_again(day: date) -> None:
    found = LunarDate.from_solar(day)
    leap = bool(found.leap)
    assert day in list(occasions.lunar_between(found.month, found.day, day, day + timedelta(1), leap=leap))


@given(st.dates(date(1902, 1, 1), date(2097, 1, 1)), st.integers(1, 12), st.integers(1, 30))
def test_a_birthday_comes_about_once_a_year(first: date, month: int, day: int) -> None:
    days = list(occasions.lunar_between(month, day, first, first + timedelta(385)))
    assert 1 <= len(days) <= 2
