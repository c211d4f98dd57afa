"""Minutes pass in opening hours only, on every kind of day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.sales.services.hours import Hours, hours_of, time_problem

WEEK = ("mon", "tue", "wed", "thu", "fri")
BERLIN = hours_of("09:00", "18:00", WEEK, ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize("text", ["9:00", "24:01", "12:60", "１２:00", "noon", "12.30", "-1:00", "+1:00"])
def test_what_is_no_time(text: str) -> None:
    assert time_problem(text)
    assert not time_problem("24:00") and not time_problem("00:00")


def test_over_a_weekend_in_which_clocks_change() -> None:
    friday = datetime(2026, 10, 23, 15, 55, tzinfo=UTC)  # 17:55, in summer
    assert BERLIN.end_of(friday, 15) == datetime(2026, 10, 26, 8, 10, tzinfo=UTC)  # 9:10, in winter
    assert BERLIN.minutes_between(friday, datetime(2026, 10, 26, 8, 10, tzinfo=UTC)) == 15


def test_a_day_with_an_hour_more() -> None:
    always = hours_of("00:00", "24:00", ("sun",), ZoneInfo("Europe/Berlin"))
    sunday = datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert always.minutes_between(sunday, sunday + timedelta(days=3)) == 25 * 60


@pytest.mark.parametrize(
    ("opens", "closes", "days"), [("09:00", "09:00", WEEK), ("18:00", "09:00", WEEK), ("09:00", "18:00", ())]
)
def test_without_hours_it_is_always_open(opens: str, closes: str, days: tuple[str, ...]) -> None:
    hours = hours_of(opens, closes, days, ZoneInfo("Asia/Shanghai"))
    night = datetime(2026, 11, 21, 3, tzinfo=UTC)
    assert hours.end_of(night, 30) == night + timedelta(minutes=30)


MINUTES = st.integers(0, 366 * 24 * 60)
MOMENTS = MINUTES.map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
HOURS = st.builds(
    Hours,
    opens=st.integers(0, 700),
    closes=st.integers(701, 1440),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    zone=st.sampled_from([ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu"), UTC]),
)


@settings(max_examples=50)
@given(HOURS, MOMENTS, st.integers(1, 3_000))
def test_what_has_passed_at_the_end_is_what_was_asked_for(
    hours: Hours, start: datetime, minutes: int
) -> None:
    end = hours.end_of(start, minutes)
    assert end >= start + timedelta(minutes=minutes)
    assert hours.minutes_between(start, end) == minutes
    assert hours.minutes_between(end, start) == 0
