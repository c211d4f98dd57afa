"""Moments and days."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.moments import parse_day, parse_moment

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-21",
        "2026/11/21",
        "2026.11.21",
        "2026年11月21日",
        "20261121",
        " ２０２６-１１-２１ ",
        "2026年11月21號",
    ],
)
def test_a_day_has_the_forms_that_mean_one_day(written: str) -> None:
    assert parse_day(written) == date(2026, 11, 21)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "01/02/2026",
            "21.11.2026",
            "2026-02-29",
            "2026-13-01",
            "0000-01-01",
            "10000-01-01",
            "-2026-01-01",
            "26-1-1",
        ),
        *(
            "",
            "tomorrow",
            "2026-11",
            "2026-11-21 10:00",
            "２０２６",
            "2026-W47",
            "٢٠٢٦-١١-٢١",
            "2026-11-21\x00",
        ),
        *(20261121, 45982.0, None, True, NOON.replace(tzinfo=None), "\ud800", "2026-11/21"),
    ],
)
def test_what_is_no_day_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match=r"write it as|in the calendar|write the day alone"):
        parse_day(written)


@pytest.mark.parametrize(
    "written",
    [
        *("2026-11-21T13:00:00+01:00", "2026-11-21T12:00:00Z", "20261121T120000Z", "2026-11-21 12:00z"),
        *("2026-11-21t12:00:00.000000000+00", "2026年11月21日 20:00+0800", "2026/11/21 12:00 Z"),
    ],
)
def test_text_with_an_offset_is_a_moment(written: str) -> None:
    assert parse_moment(written, None) == NOON
    assert parse_moment(written, BERLIN).tzinfo is UTC


@pytest.mark.parametrize(
    "written", ["2026-11-21 13:00", "2026年11月21日13:00", "2026/11/21 13:00:00", "2026-11-21T1300"]
)
def test_text_without_offset_is_local_time(written: str) -> None:
    assert parse_moment(written, BERLIN) == NOON
    with pytest.raises(ValueError, match="needs an offset"):
        parse_moment(written, None)


def test_a_day_alone_is_its_midnight() -> None:
    assert parse_moment("2026-11-21", BERLIN) == datetime(2026, 11, 20, 23, tzinfo=UTC)


def test_the_hour_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(ValueError, match="does not exist in Europe/Berlin"):
        parse_moment("2026-03-29 02:30", BERLIN)
    assert parse_moment("2026-03-29 03:00", BERLIN) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_of_the_hour_that_comes_twice_the_first_is_taken() -> None:
    assert parse_moment("2026-10-25 02:30", BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN)
    assert parse_moment(second, None) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert parse_moment(second.replace(tzinfo=None), BERLIN) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert parse_moment("2026-10-25T02:30+01:00", BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "2026-11-21T25:00Z",
            "2026-11-21T12:60Z",
            "2026-11-21T23:59:60Z",
            "2026-11-21T12:00+99:00",
            "T12:00",
        ),
        *(
            "2026-11-21x12:00",
            "2026-11-21🙂12:00Z",
            "0001-01-01T00:00+14:00",
            "9999-12-31T23:59-10:00",
            "",
            "now",
        ),
        *(
            1_700_000_000,
            date(2026, 11, 21),
            None,
            True,
            "2026-11-21T" + "\ud800",
            "2026-11-21T12:00Z\x00",
        ),
    ],
)
def test_what_is_no_moment_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match=r"^(is|has|does not)"):
        parse_moment(written, BERLIN)


@given(
    st.datetimes(timezones=st.just(timezone(timedelta(hours=-8)))).filter(lambda moment: moment.year < 9999)
)
def test_what_python_writes_is_read(moment: datetime) -> None:
    assert parse_moment(moment.isoformat(), None) == moment
    assert parse_day(moment.date().isoformat()) == moment.date()


@given(st.text(max_size=30))
def test_any_text_is_a_moment_or_refused(written: str) -> None:
    try:
        assert parse_moment(written, BERLIN).tzinfo is UTC
    except ValueError as error:
        assert str(error)
