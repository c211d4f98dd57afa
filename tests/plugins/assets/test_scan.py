"""Rule S.1 and S.2: the worked cases, each kind of doubt, and what holds for any readings."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.plugin_api import Invalid
from plugins.assets.public import PlainReading, Replacement, Scanned, converted, scan
from tests.plugins.assets.cases import cases, scanned

START, TODAY = date(2024, 2, 29), date(2026, 11, 21)
DAYS = st.dates(START - timedelta(30), TODAY + timedelta(30))
READINGS = st.lists(
    st.builds(PlainReading, DAYS, st.integers(-50, 400_000), voided=st.booleans()), max_size=30
)
EVENTS = st.lists(st.builds(Replacement, DAYS, st.integers(0, 400_000), st.integers(0, 100)), max_size=3)


def judge(*readings: PlainReading, events: tuple[Replacement, ...] = ()) -> Scanned:
    return scan(readings, events, START, TODAY, 1_000, "km")


def flags(*readings: PlainReading) -> list[tuple[int, str]]:
    return [(each.reading.value, each.flag) for each in judge(*readings).flagged]


@pytest.mark.parametrize("index", range(len(cases()["vehicles"])))
def test_worked_cases(index: int) -> None:
    vehicle, expected = cases()["vehicles"][index], cases()["expected"][index]
    found = scanned(vehicle)
    accepted = [[day.isoformat(), value] for day, value in found.accepted]
    flagged = [
        {"date": each.reading.day.isoformat(), "value": each.reading.value, "flag": each.flag}
        for each in found.flagged
    ]
    assert (vehicle["id"], accepted, flagged) == (
        expected["id"], expected["accepted_readings"], expected["flags"],
    )  # fmt: skip


def test_each_kind_of_doubt_is_named() -> None:
    assert flags(
        PlainReading(START - timedelta(1), 5),
        PlainReading(START, -1),
        PlainReading(START + timedelta(10), 5_000),
        PlainReading(START + timedelta(11), 4_999),
        PlainReading(START + timedelta(12), 7_001),
        PlainReading(TODAY + timedelta(1), 5_000),
    ) == [
        (5, "before_in_service"),
        (-1, "negative"),
        (4_999, "rollback"),
        (7_001, "jump"),
        (5_000, "future_date"),
    ]


def test_the_most_of_a_day_may_be_driven_and_not_one_more() -> None:
    assert flags(PlainReading(START, 1_000), PlainReading(START + timedelta(2), 3_000)) == []
    assert flags(PlainReading(START, 1_001)) == [(1_001, "jump")]


def test_one_typing_error_changes_nothing_for_the_others() -> None:
    true = [PlainReading(START + timedelta(30 * month), 1_200 * month) for month in range(1, 30)]
    typed = PlainReading(START + timedelta(200), 1_020_500)
    assert judge(*true, typed).accepted == judge(*true).accepted
    assert flags(*true, typed) == [(1_020_500, "jump")]


def test_what_is_there_twice_is_accepted_once_and_flagged_as_often_as_it_is_there() -> None:
    day = START + timedelta(50)
    twice, wrong = PlainReading(day, 900), PlainReading(day + timedelta(1), 100)
    found = judge(twice, twice, wrong, wrong)
    assert found.accepted == ((day, 900),)
    assert [each.flag for each in found.flagged] == ["rollback", "rollback"]


def test_a_replaced_meter_goes_on_counting() -> None:
    day = START + timedelta(100)
    event = Replacement(day, 20_000, 10)
    before, after = PlainReading(day - timedelta(9), 19_000), PlainReading(day, 60)
    assert judge(after, before, events=(event,)).accepted == ((before.day, 19_000), (day, 20_050))


def test_miles_are_told_in_kilometres_value_by_value_rounded_half_up() -> None:
    assert [converted(value, "mi", "km") for value in (1, 2, 100, 10_000)] == [2, 3, 161, 16_093]
    assert converted(620, "mi", "km") == 998 and converted(1_000, "km", "mi") == 621
    day = START + timedelta(90)
    assert judge(PlainReading(day, 1_000, "mi")).accepted == ((day, 1_609),)


def test_hours_are_not_told_in_kilometres() -> None:
    with pytest.raises(Invalid, match="h cannot be told in km"):
        judge(PlainReading(START, 1, "h"))


def test_without_a_beginning_counting_begins_with_the_first_reading() -> None:
    day = date(2020, 1, 1)
    found = scan([PlainReading(day, 700_000), PlainReading(day, -2)], [], None, TODAY, 10)
    assert found.accepted == ((day, 700_000),)


@given(READINGS, EVENTS)
def test_nothing_is_lost_and_what_is_accepted_only_rises(
    readings: list[PlainReading], events: list[Replacement]
) -> None:
    found = scan(readings, events, START, TODAY, 1_000)
    assert len(found.judged) == sum(not each.voided for each in readings)
    points = found.accepted
    assert points == tuple(sorted(set(points)))
    for (day, value), (next_day, next_value) in zip(((START, 0), *points), points, strict=False):
        assert 0 <= next_value - value <= 1_000 * max((next_day - day).days, 1)


@given(READINGS, EVENTS, st.randoms())
def test_the_order_in_which_readings_arrive_does_not_matter(
    readings: list[PlainReading], events: list[Replacement], random: st.DataObject
) -> None:
    mixed = list(readings)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert (
        scan(mixed, events, START, TODAY, 1_000).accepted
        == scan(readings, events, START, TODAY, 1_000).accepted
    )


@given(READINGS, EVENTS)
def test_what_was_rejected_can_be_left_out(readings: list[PlainReading], events: list[Replacement]) -> None:
    found = scan(readings, events, START, TODAY, 1_000)
    kept = [each.reading for each in found.judged if not each.flag]
    assert scan(kept, events, START, TODAY, 1_000).accepted == found.accepted


@given(READINGS, EVENTS, DAYS)
def test_scanning_from_a_day_on_is_scanning_everything(
    readings: list[PlainReading], events: list[Replacement], day: date
) -> None:
    whole = scan(readings, events, START, TODAY, 1_000)
    before = [point for point in whole.accepted if point[0] < day]
    later = [each for each in readings if each.day >= day]
    part = scan(later, events, START, TODAY, 1_000, last=before[-1] if before else None)
    assert (*before, *part.accepted) == whole.accepted
    assert part.judged == tuple(each for each in whole.judged if each.reading.day >= day)


@given(st.integers(-(10**6), 10**9))
def test_a_distance_told_in_the_other_unit_and_back_is_off_by_one_at_most(value: int) -> None:
    assert abs(converted(converted(value, "km", "mi"), "mi", "km") - value) <= 1
    assert converted(converted(value, "mi", "km"), "km", "mi") == value
