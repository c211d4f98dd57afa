"""When a task is due, worked out of real usage: pure functions over plain values, exact, in whole numbers.

A task has a time leg (months), a meter leg (a distance, or whatever the meter counts), or both; whichever
comes first. What is answered does not move from day to day: `Due.status` and `Due.remind_on` ask for the day,
all else stays until something happens, or until `Outlook.refresh_on`.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

Point = tuple[date, int]
"""A day, and what the meters had counted in all by then."""

WINDOW_DAYS = 365
LEAST_SPAN_DAYS = 28
HORIZON_DAYS = 3_650
MONTHS_OF_YEAR = 12
SHORTEST_MONTH = 28
LAST_ORDINAL = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done again and again, or (`once`) one time. A leg that is None does not exist.

    `first` and `first_months` count from the start of service, `every` and `months` from the last time it was
    done, and from the start where there is no first.
    """

    code: str
    every: int | None = None
    months: int | None = None
    first: int | None = None
    first_months: int | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Tasks, and what holds for all of them: the usage to assume, and how early a task is due soon."""

    tasks: tuple[Task, ...]
    default_per_year: int = 0
    lead_days: int = 30
    lead_distance: int = 0


@dataclass(frozen=True, slots=True)
class Service:
    """Something that was done on a day; `value` is the cumulative reading that was noted with it."""

    day: date
    codes: frozenset[str]
    value: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What is known of one thing: accepted readings in order, services, and since when all are known."""

    in_service: date
    readings: Sequence[Point] = ()
    services: Sequence[Service] = ()
    known_from: date | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """The last accepted value, and how fast it grows: `gain` in `days`, from history or by default."""

    day: date
    value: int
    gain: int
    days: int
    source: str

    @property
    def per_day(self) -> Fraction:
        """The rate, exact."""
        return Fraction(self.gain, self.days)

    def at(self, day: date) -> Fraction:
        """The estimate for a day, exact."""
        return self.value + self.per_day * (day - self.day).days

    def reaches(self, value: int) -> date | None:
        """The first day on which the estimate is at least `value`; None: never."""
        if value <= self.value:
            return self.day
        return _later(self.day, -(-(value - self.value) * self.days // self.gain)) if self.gain > 0 else None


class Due(NamedTuple):
    """When a task is due, and why.

    `state` is `scheduled`, `not_scheduled` or `unknown_history`; `due_by` time or distance; `basis` measured
    or estimated; `anchor` service or in_service, on `anchor_day`. From `soon_on` it is due soon, from
    `overdue_on` overdue; `lead_on` is as many days before `due_date` as the plan wants.
    """

    code: str
    anchor: str
    anchor_day: date
    time_due: date | None = None
    distance_due: int | None = None
    distance_due_date: date | None = None
    basis: str | None = None
    due_date: date | None = None
    due_by: str | None = None
    state: str = "scheduled"
    lead_on: date | None = None
    soon_on: date | None = None
    overdue_on: date | None = None

    @property
    def occurrence(self) -> str:
        """What names this time among all times that the task is due; new readings do not change it."""
        return f"{self.code}:{self.anchor_day.isoformat()}"

    def status(self, as_of: date) -> str:
        """Of a scheduled task: overdue, due_soon or ok; of others their state."""
        if self.state != "scheduled":
            return self.state
        if self.overdue_on is not None and as_of >= self.overdue_on:
            return "overdue"
        return "due_soon" if self.soon_on is not None and as_of >= self.soon_on else "ok"

    def remind_on(self, as_of: date) -> date | None:
        """When to remind: never in the past."""
        return None if self.lead_on is None else max(as_of, self.lead_on)


@dataclass(frozen=True, slots=True)
class Outlook:
    """All tasks of one thing, and the day on which time alone changes what was worked out, if any."""

    usage: Usage
    dues: tuple[Due, ...]
    refresh_on: date | None


def converted_plan(plan: Plan, convert: Callable[[int], int]) -> Plan:
    """The plan in another unit, value by value."""

    def value(number: int | None) -> int | None:
        return None if number is None else convert(number)

    tasks = tuple(replace(task, every=value(task.every), first=value(task.first)) for task in plan.tasks)
    per_year, distance = convert(plan.default_per_year), convert(plan.lead_distance)
    return replace(plan, tasks=tasks, default_per_year=per_year, lead_distance=distance)


def without_use(plan: Plan) -> Plan:
    """The plan by time only."""
    tasks = tuple(replace(task, every=None, first=None) for task in plan.tasks)
    return replace(plan, tasks=tasks, default_per_year=0, lead_distance=0)


def add_months(day: date, months: int) -> date:
    """So many calendar months later, or the end of that month if it is shorter."""
    years, month = divmod(day.month - 1 + months, MONTHS_OF_YEAR)
    year = day.year + years
    if year > date.max.year:
        return date.max
    if day.day <= SHORTEST_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def usage_of(plan: Plan, history: History, as_of: date) -> Usage:
    """How much it is used: over the last year if that is known well enough, else as the plan assumes."""
    readings = history.readings
    day, value = readings[-1] if readings else (history.in_service, 0)
    first = bisect_left(readings, (as_of - timedelta(WINDOW_DAYS),))
    if first < len(readings) - 1:
        since, begun = readings[first]
        days = (day - since).days
        if days >= LEAST_SPAN_DAYS:
            return Usage(day, value, value - begun, days, "history")
    return Usage(day, value, plan.default_per_year, WINDOW_DAYS, "default")


def outlook(plan: Plan, history: History, as_of: date) -> Outlook:
    """When each task of the plan is due, as known on a day."""
    usage = usage_of(plan, history, as_of)
    latest = _latest_services(history.services, as_of)
    dues = tuple(_due(task, plan, history, usage, latest.get(task.code), as_of) for task in plan.tasks)
    return Outlook(usage, dues, _refresh_on(history, usage, dues, as_of))


def due_tasks(plan: Plan, history: History, as_of: date) -> tuple[Due, ...]:
    """When each task of the plan is due, in the plan's order."""
    return outlook(plan, history, as_of).dues


def _latest_services(services: Sequence[Service], as_of: date) -> dict[str, Service]:
    """The last time of each code: the latest day, then the highest value."""
    latest: dict[str, Service] = {}
    for service in services:
        if service.day <= as_of:
            for code in service.codes:
                known = latest.get(code)
                if known is None or _order(service) > _order(known):
                    latest[code] = service
    return latest


def _order(service: Service) -> tuple[date, bool, int]:
    return service.day, service.value is not None, service.value or 0


def _due(task: Task, plan: Plan, history: History, usage: Usage, service: Service | None, as_of: date) -> Due:
    if service is None:
        start = history.in_service
        months = task.months if task.first_months is None else task.first_months
        time_due = None if months is None else add_months(start, months)
        distance_due = task.every if task.first is None else task.first
        known_from = history.known_from
        if known_from is not None and _is_unknown(time_due, distance_due, history, known_from):
            return Due(task.code, "in_service", start, time_due, distance_due, state="unknown_history")
        return _dated(task.code, "in_service", start, (time_due, distance_due), plan, history, usage, as_of)
    if task.once:
        return Due(task.code, "service", service.day, state="not_scheduled")
    time_due = None if task.months is None else add_months(service.day, task.months)
    distance_due = None if task.every is None else _value_at(service, history, usage) + task.every
    return _dated(task.code, "service", service.day, (time_due, distance_due), plan, history, usage, as_of)


def _is_unknown(time_due: date | None, distance_due: int | None, history: History, known_from: date) -> bool:
    """Whether it may have been done before anybody wrote it down."""
    if time_due is not None and time_due < known_from:
        return True
    first = bisect_left(history.readings, (known_from,))
    known = first < len(history.readings)
    return distance_due is not None and known and distance_due <= history.readings[first][1]


def _value_at(service: Service, history: History, usage: Usage) -> int:
    """The accepted value of a service, or what the meter must have shown then, rounded half up."""
    readings, value = history.readings, service.value
    if value is not None:
        place = bisect_left(readings, (service.day, value))
        if place < len(readings) and readings[place] == (service.day, value):
            return value
    # The last one of that day or before: nothing sorts between it and the next day's.
    before = bisect_left(readings, (service.day + timedelta(1),))
    day, known = readings[before - 1] if before else (history.in_service, 0)
    days = max((service.day - day).days, 0)
    return known + (2 * usage.gain * days + usage.days) // (2 * usage.days)


def _dated(
    code: str,
    anchor: str,
    anchor_day: date,
    legs: tuple[date | None, int | None],
    plan: Plan,
    history: History,
    usage: Usage,
    as_of: date,
) -> Due:
    """The days of a task whose legs are known."""
    time_due, distance = legs
    late = None if distance is None else usage.reaches(distance)
    on, basis = _distance_date(distance, late, history, usage, as_of)
    by_time = time_due is not None and (on is None or time_due <= on)
    due_date = time_due if by_time else on
    if due_date is None:
        return Due(code, anchor, anchor_day, time_due, distance, on, basis, state="not_scheduled")
    lead_on = soon_on = earlier(due_date, plan.lead_days)
    if distance is not None:
        near = usage.reaches(distance - plan.lead_distance)
        soon_on = lead_on if near is None or lead_on <= near else near
    past = None if time_due is None else _later(time_due, 1)
    due_by = "time" if by_time else "distance"
    days = due_date, due_by, "scheduled", lead_on, soon_on, _first(late, past)
    return Due(code, anchor, anchor_day, time_due, distance, on, basis, *days)


def _distance_date(
    distance: int | None, reached: date | None, history: History, usage: Usage, as_of: date
) -> tuple[date | None, str | None]:
    """When the meter reached a value, or will, and whether that is measured or estimated."""
    if distance is None:
        return None, None
    if usage.value >= distance:
        return _crossing(distance, history), "measured"
    if reached is None or reached.toordinal() - as_of.toordinal() > HORIZON_DAYS:
        return None, None
    return reached, "estimated"


def _crossing(distance: int, history: History) -> date:
    """Between the two accepted values around it the meter counted evenly; days are rounded up."""
    readings = history.readings
    place = bisect_left(readings, distance, key=lambda point: point[1])
    since, low = readings[place - 1] if place else (history.in_service, 0)
    if distance <= low:
        return since
    until, high = readings[place]
    return since + timedelta(-(-(distance - low) * (until - since).days // (high - low)))


def _refresh_on(history: History, usage: Usage, dues: Sequence[Due], as_of: date) -> date | None:
    """When a reading leaves the window, a service noted ahead comes, or what was too far comes near."""
    days = [service.day for service in history.services if service.day > as_of]
    if usage.source == "history":
        first = bisect_left(history.readings, (as_of - timedelta(WINDOW_DAYS),))
        days.append(history.readings[first][0] + timedelta(WINDOW_DAYS + 1))
    for due in dues:
        dropped = due.distance_due is not None and due.distance_due_date is None
        if due.distance_due is not None and dropped and due.state != "unknown_history":
            far = usage.reaches(due.distance_due)
            days += [] if far is None else [earlier(far, HORIZON_DAYS)]
    return min(days, default=None)


def _later(day: date, days: int) -> date | None:
    """So many days later; None beyond the end of the calendar."""
    number = day.toordinal() + days
    return date.fromordinal(number) if number <= LAST_ORDINAL else None


def earlier(day: date, days: int) -> date:
    """So many days earlier, or the first day of the calendar."""
    return date.fromordinal(max(day.toordinal() - days, 1))


def _first(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)
