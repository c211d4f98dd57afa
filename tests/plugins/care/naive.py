"""Rule S.3-S.9 once more, as it is written, with fractions and without any thought of speed."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

from plugins.care.public import History, Plan, Task

HALF = Fraction(1, 2)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    first = date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, 1)
    following = (first + timedelta(31)).replace(day=1)
    return min(first + timedelta(day.day - 1), following - timedelta(1))


def rate(plan: Plan, history: History, as_of: date) -> Fraction:
    """S.3."""
    recent = [point for point in history.readings if point[0] >= as_of - timedelta(365)]
    if len(recent) >= 2 and (days := (recent[-1][0] - recent[0][0]).days) >= 28:
        return Fraction(recent[-1][1] - recent[0][1], days)
    return Fraction(plan.default_per_year, 365)


def told(task: Task, plan: Plan, history: History, as_of: date) -> dict[str, Any]:
    """S.4-S.9 of one task."""
    per_day = rate(plan, history, as_of)
    points = [(history.in_service, 0), *history.readings]
    last_day, last = points[-1]
    estimate = last + per_day * (as_of - last_day).days
    done = [s for s in history.services if task.code in s.codes and s.day <= as_of]
    if done:
        service = max(done, key=lambda s: (s.day, -1 if s.value is None else s.value))
        value = service.value
        if value is None or (service.day, value) not in history.readings:
            day, known = max(p for p in points if p[0] <= max(service.day, history.in_service))
            value = floor(known + per_day * max((service.day - day).days, 0) + HALF)
        time = None if task.months is None else months_later(service.day, task.months)
        distance = None if task.every is None else value + task.every
    else:
        months = task.months if task.first_months is None else task.first_months
        time = None if months is None else months_later(history.in_service, months)
        distance = task.every if task.first is None else task.first
        if history.known_from is not None:
            after = [value for day, value in history.readings if day >= history.known_from]
            early = time is not None and time < history.known_from
            if early or (distance is not None and after and distance <= after[0]):
                return {"status": "unknown_history"}
    on = None
    if distance is not None and last >= distance:
        on = next(
            since + timedelta(ceil(Fraction(distance - low, high - low) * (until - since).days))
            for (since, low), (until, high) in pairwise(points)
            if low < distance <= high
        )
    elif distance is not None and per_day > 0:
        days = ceil((distance - last) / per_day) + (last_day - as_of).days
        on = as_of + timedelta(days) if days <= 3650 else None
    if time is None and on is None:
        return {"status": "not_scheduled"}
    due = min(day for day in (time, on) if day is not None)
    status = "ok"
    if (due - as_of).days <= plan.lead_days or (
        distance is not None and distance - estimate <= plan.lead_distance
    ):
        status = "due_soon"
    if (time is not None and as_of > time) or (distance is not None and estimate >= distance):
        status = "overdue"
    return {"status": status, "due_date": due, "by": "time" if time == due else "distance", "on": on}
