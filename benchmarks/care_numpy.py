"""Rule S.3-S.8 by numpy: whole columns at once, exact in 64 bits, out of arrays that are there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.care_fleet import AS_OF, NAMES, PLANS, Car

Days = NDArray[np.int64]
NEVER = np.int64(10**9)
WINDOW, SPAN, HORIZON = 365, 28, 3_650
EPOCH = np.datetime64("1970-01-01", "D")
EPOCH_ORDINAL = 719_163


@dataclass(frozen=True)
class Columns:
    """The cars of one plan: readings are padded in front with the start of service."""

    ids: Days
    start: Days
    days: Days
    values: Days
    real: NDArray[np.bool_]
    services: Mapping[str, tuple[Days, Days]]
    """By code, the day of the last service (0: none) and its value (-1: not noted)."""


def columns_of(cars: Sequence[Car], plan: int) -> Columns:
    """The arrays of the cars of one plan."""
    mine = [car for car in cars if car.plan == plan]
    width = 1 + max(len(car.points) for car in mine)
    points = [[(car.start, 0)] * (width - len(car.points)) + car.points for car in mine]
    table = np.array(points, dtype=np.int64)
    real = np.array([[i >= width - len(car.points) for i in range(width)] for car in mine])
    codes = [task["code"] for task in PLANS[NAMES[plan]]["tasks"]]
    services = {code: _last([_of_code(car, code) for car in mine]) for code in codes}
    ids, start = (np.array([getattr(car, name) for car in mine], dtype=np.int64) for name in ("id", "start"))
    return Columns(ids, start, table[:, :, 0], table[:, :, 1], real, services)


def _of_code(car: Car, code: str) -> tuple[int, int]:
    done = [(day, -1 if value is None else value) for day, value, codes in car.services if code in codes]
    return max(done, default=(0, -1))


def _last(rows: list[tuple[int, int]]) -> tuple[Days, Days]:
    table = np.array(rows, dtype=np.int64)
    return table[:, 0], table[:, 1]


def add_months(day: Days, months: int) -> Days:
    """So many months later, clamped to the end of the month."""
    dates = EPOCH + (day - EPOCH_ORDINAL)
    month = dates.astype("datetime64[M]")
    in_month = (dates - month.astype("datetime64[D]")).astype(np.int64)
    later = month + months
    last = ((later + 1).astype("datetime64[D]") - later.astype("datetime64[D]")).astype(np.int64) - 1
    found = later.astype("datetime64[D]") + np.minimum(in_month, last)
    later_days: Days = (found - EPOCH).astype(np.int64) + EPOCH_ORDINAL
    return later_days


@dataclass(frozen=True)
class Usage:
    """By car: the last reading, and the gain within days."""

    day: Days
    value: Days
    gain: Days
    days: Days

    def reaches(self, value: Days) -> Days:
        """The first day on which the estimate is at least this."""
        gain = np.maximum(self.gain, 1)
        later = self.day - (-(value - self.value) * self.days // gain)
        found = np.where(self.gain > 0, later, NEVER)
        return np.where(value <= self.value, self.day, found)


def usage_of(columns: Columns, per_year: int) -> Usage:
    """S.3."""
    recent = columns.real & (columns.days >= AS_OF.toordinal() - WINDOW)
    first = np.argmax(recent, axis=1)
    rows = np.arange(len(first))
    last_day, last = columns.days[:, -1], columns.values[:, -1]
    span = last_day - columns.days[rows, first]
    history = (recent.sum(axis=1) >= 2) & (span >= SPAN)
    gain = np.where(history, last - columns.values[rows, first], per_year)
    return Usage(last_day, last, gain, np.where(history, span, WINDOW))


def outlook(columns: Columns, plan: Mapping[str, Any]) -> dict[str, tuple[Days, Days, Days]]:
    """S.5-S.9 for every task: due on, due soon from, overdue from; NEVER where there is none."""
    usage = usage_of(columns, plan["default_per_year"])
    return {task["code"]: _task(columns, usage, plan, task) for task in plan["tasks"]}


def _task(
    columns: Columns, usage: Usage, plan: Mapping[str, Any], task: Mapping[str, Any]
) -> tuple[Days, Days, Days]:
    done, noted = columns.services[task["code"]]
    has = done > 0
    first, first_months = (
        task.get("first") or task.get("every"),
        task.get("first_months") or task.get("months"),
    )
    time = _leg(has, done, columns.start, task.get("months"), first_months)
    every = task.get("every")
    distance = np.where(
        has,
        _value_at(columns, usage, done, noted) + every if every else NEVER,
        first if first else NEVER,
    ).astype(np.int64)
    exists = distance < NEVER
    on = np.where(exists, _distance_date(columns, usage, distance), NEVER)
    due = np.minimum(time, on)
    near = np.where(exists, usage.reaches(distance - plan["lead_distance"]), NEVER)
    late = np.where(exists, usage.reaches(distance), NEVER)
    soon = np.minimum(due - plan["lead_days"], near)
    return due, soon, np.minimum(late, np.where(time < NEVER, time + 1, NEVER))


def _leg(has: NDArray[np.bool_], done: Days, start: Days, months: int | None, first: int | None) -> Days:
    again = add_months(done, months) if months else np.full_like(done, NEVER)
    begun = add_months(start, first) if first else np.full_like(done, NEVER)
    return np.where(has, again, begun)


def _value_at(columns: Columns, usage: Usage, done: Days, noted: Days) -> Days:
    """S.5: what was noted, else what the meter must have shown, half up."""
    before = np.maximum((columns.days <= done[:, None]).sum(axis=1) - 1, 0)
    rows = np.arange(len(done))
    days = np.maximum(done - columns.days[rows, before], 0)
    worked_out = columns.values[rows, before] + (2 * usage.gain * days + usage.days) // (2 * usage.days)
    return np.where(noted >= 0, noted, worked_out)


def _distance_date(columns: Columns, usage: Usage, distance: Days) -> Days:
    """S.7."""
    place = np.minimum((columns.values < distance[:, None]).sum(axis=1), columns.values.shape[1] - 1)
    rows, low = np.arange(len(place)), np.maximum(place - 1, 0)
    since, until = columns.days[rows, low], columns.days[rows, place]
    below, above = columns.values[rows, low], columns.values[rows, place]
    rise = np.maximum(above - below, 1)
    crossing = since - (-(distance - below) * (until - since) // rise)
    estimated = usage.reaches(distance)
    far = estimated - AS_OF.toordinal() > HORIZON
    return np.where(usage.value >= distance, crossing, np.where(far, NEVER, estimated))
