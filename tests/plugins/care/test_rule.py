"""The rule for any input: the same as it is written, exact, and still until something happens."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.care.public import (
    Due,
    History,
    Plan,
    Service,
    Task,
    add_months,
    bundle_of,
    decision,
    due_tasks,
    outlook,
)
from tests.plugins.care import naive

START = date(2023, 1, 31)
LATEST = date(2027, 6, 30)
CODES = ("OIL", "AIR", "LAMP")
legs = st.none() | st.integers(1, 40_000)
months = st.none() | st.integers(1, 60)
days = st.dates(START, LATEST)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    tasks = tuple(
        Task(code, draw(legs), draw(months), draw(legs), draw(months))
        for code in CODES[: draw(st.integers(0, 3))]
    )
    lead = draw(st.integers(0, 60)), draw(st.integers(0, 2_000))
    return Plan(tasks, draw(st.integers(0, 40_000)), *lead)


@st.composite
def histories(draw: st.DrawFn, as_of: date) -> History:
    on = sorted(draw(st.lists(st.dates(START, as_of), max_size=6)))
    gains = draw(st.lists(st.integers(0, 9_000), min_size=len(on), max_size=len(on)))
    readings = list(dict.fromkeys((day, sum(gains[: index + 1])) for index, day in enumerate(on)))
    services = [
        Service(draw(days), frozenset(draw(st.sets(st.sampled_from(CODES)))), draw(legs))
        for _ in range(draw(st.integers(0, 3)))
    ]
    services += [Service(day, frozenset(["OIL"]), value) for day, value in readings[:1]]
    return History(START, readings, services, draw(st.none() | days))


@st.composite
def cases(draw: st.DrawFn) -> tuple[Plan, History, date]:
    as_of = draw(days)
    return draw(plans()), draw(histories(as_of)), as_of


@given(cases())
@settings(max_examples=200, deadline=None)
def test_it_is_the_rule_as_it_is_written(case: tuple[Plan, History, date]) -> None:
    plan, history, as_of = case
    for task, due in zip(plan.tasks, due_tasks(plan, history, as_of), strict=True):
        expected = naive.told(task, plan, history, as_of)
        assert due.status(as_of) == expected["status"]
        assert (due.due_date, due.due_by) == (expected.get("due_date"), expected.get("by"))
        assert due.distance_due_date == expected.get("on")


@given(cases(), st.integers(0, 500))
@settings(max_examples=200, deadline=None)
def test_nothing_moves_until_something_happens(case: tuple[Plan, History, date], ahead: int) -> None:
    plan, history, as_of = case
    known, later = outlook(plan, history, as_of), as_of + timedelta(ahead)
    if known.refresh_on is None or later < known.refresh_on:
        assert outlook(plan, history, later).dues == known.dues
    assert known.refresh_on is None or known.refresh_on > as_of


ORDER = ("ok", "due_soon", "overdue")


@given(cases(), st.integers(0, 500), st.integers(0, 500))
@settings(max_examples=100, deadline=None)
def test_time_alone_makes_nothing_less_due(case: tuple[Plan, History, date], one: int, more: int) -> None:
    plan, history, as_of = case
    for due in due_tasks(plan, history, as_of):
        if due.state == "scheduled":
            first, then = (due.status(as_of + timedelta(n)) for n in (one, one + more))
            assert ORDER.index(first) <= ORDER.index(then)


@given(cases())
@settings(max_examples=100, deadline=None)
def test_there_is_no_float_anywhere(case: tuple[Plan, History, date]) -> None:
    found = outlook(*case)
    assert isinstance(found.usage.per_day, Fraction)
    assert isinstance(found.usage.at(case[2]), Fraction)
    values: list[Any] = [value for due in found.dues for value in due]
    assert not any(isinstance(value, float) for value in values)


@given(cases())
@settings(max_examples=100, deadline=None)
def test_a_visit_takes_what_is_due_within_a_month_of_its_first(case: tuple[Plan, History, date]) -> None:
    plan, history, as_of = case
    dues = due_tasks(plan, history, as_of)
    bundle, dated = bundle_of(dues, as_of), [due for due in dues if due.due_date]
    on = {due.code: max(as_of, due.due_date) for due in dated if due.due_date}
    assert [due.code for due in bundle] == sorted(
        (due.code for due in bundle), key=lambda code: (on[code], code)
    )
    assert {due.code for due in bundle} == {c for c in on if on[c] - min(on.values()) <= timedelta(30)}


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(0, 240))
def test_months_end_with_the_month(day: date, count: int) -> None:
    assert add_months(day, count) == naive.months_later(day, count)


def test_leap_days_and_the_end_of_the_calendar() -> None:
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2024, 2, 29), 48) == date(2028, 2, 29)
    assert add_months(date(2025, 8, 31), 6) == date(2026, 2, 28)
    assert add_months(date(9990, 5, 5), 1_200) == date.max


OIL = Task("OIL", every=10_000, months=12)


def due(task: Task = OIL, as_of: date = date(2026, 1, 1), per_year: int = 0, **known: Any) -> Due:
    (found,) = due_tasks(Plan((task,), per_year, 30, 1_000), History(date(2025, 1, 1), **known), as_of)
    return found


def test_time_wins_a_tie() -> None:
    readings = [(date(2025, 1, 31), 100), (date(2026, 1, 1), 10_000)]
    assert (due(readings=readings).distance_due_date, due(readings=readings).due_by) == (
        date(2026, 1, 1),
        "time",
    )


def test_between_two_readings_days_are_rounded_up() -> None:
    readings = [(date(2025, 3, 1), 9_999), (date(2025, 3, 8), 10_006)]
    assert due(readings=readings).distance_due_date == date(2025, 3, 2)
    assert due(readings=[(date(2025, 3, 2), 30_000)]).distance_due_date == date(2025, 1, 21)


def test_a_plan_without_intervals_schedules_nothing() -> None:
    assert due(Task("X")).state == "not_scheduled" == due(Task("X")).status(date(2030, 1, 1))
    assert bundle_of([due(Task("X"))], date(2026, 1, 1)) == []


def test_a_leg_alone_is_enough() -> None:
    assert due(Task("X", months=6)).due_by == "time"
    assert due(Task("X", every=10_000), per_year=3_650).due_date == date(2025, 1, 1) + timedelta(1_000)
    assert due(Task("X", every=10_000)).state == "not_scheduled"


def test_what_is_done_once_is_done() -> None:
    task = Task("RUN-IN", first=1_000, first_months=1, once=True)
    assert due(task).status(date(2026, 1, 1)) == "overdue"
    assert due(task, services=[Service(date(2025, 2, 1), frozenset(["RUN-IN"]))]).state == "not_scheduled"


def test_a_day_before_service_began_is_answered_too() -> None:
    found = due(as_of=date(2024, 6, 1), services=[Service(date(2024, 5, 1), frozenset(["OIL"]), 7)])
    assert (found.anchor, found.time_due, found.status(date(2024, 6, 1))) == (
        "service",
        date(2025, 5, 1),
        "ok",
    )


def test_one_typing_error_does_not_make_everything_overdue() -> None:
    services = [Service(date(2025, 6, 1), frozenset(["OIL"]), 990_000)]  # 99,000 was meant; it was rejected
    readings = [(date(2025, 3, 1), 4_000), (date(2025, 7, 1), 6_000)]
    found = due(readings=readings, services=services)
    assert found.distance_due == 4_000 + 1_508 + 10_000  # (2,000 in 122 days) x 92 days, half up
    assert found.status(date(2025, 8, 1)) == "ok"


def test_the_first_reason_against_a_message_counts() -> None:
    now = date(2026, 1, 1)
    asked: dict[str, Any] = {"active": True, "do_not_contact": False, "consented": {"email", "sms"}}
    assert decision([due()], now, **asked).channel == "sms"
    assert decision([], now, **asked).reason == "not_due"
    assert decision([due()._replace(overdue_on=None, soon_on=None)], now, **asked).reason == "not_due"
    assert decision([due()], now, **{**asked, "consented": set()}).reason == "no_consent"
    assert (
        decision([due()], now, **{**asked, "do_not_contact": True, "active": False}).reason
        == "vehicle_inactive"
    )
