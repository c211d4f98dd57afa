"""A seeded fleet for the benchmark of care: readings, services and plans, as columns and as rows of tables.

Each asset is used evenly at a rate of its own, was read up to four times in the last two years, and serviced
up to two times; the meter was read at nine services of ten. The plans are the four of the worked cases.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

SEED = 6
AS_OF = date(2026, 11, 21)
FILE = Path(__file__).parents[1] / "tests" / "data" / "service_due.json"
PLANS: dict[str, dict[str, Any]] = json.loads(FILE.read_bytes())["plans"]
NAMES = tuple(PLANS)
LEGS = ("every", "months", "first", "first_months")


@dataclass
class Car:
    """One asset: days as ordinals, values as they were counted; `plan` is an index of NAMES."""

    id: int
    plan: int
    start: int
    readings: list[tuple[int, int]] = field(default_factory=list)
    services: list[tuple[int, int | None, tuple[str, ...]]] = field(default_factory=list)

    @property
    def points(self) -> list[tuple[int, int]]:
        """All accepted readings, in order, each once."""
        noted = [(day, value) for day, value, _codes in self.services if value is not None]
        return sorted({*self.readings, *noted})


def cars(count: int) -> Iterator[Car]:
    """So many of them, the same at every run."""
    chance = random.Random(SEED)
    today = AS_OF.toordinal()
    for id in range(1, count + 1):
        car = Car(id, id % len(NAMES), today - chance.randrange(20, 3_000))
        rate, age = chance.randrange(5, 95), today - car.start
        days = {today - chance.randrange(1, min(age, 730)) for _ in range(chance.randrange(0, 5))}
        car.readings = [(day, rate * (day - car.start)) for day in sorted(days)]
        codes = [task["code"] for task in PLANS[NAMES[car.plan]]["tasks"]]
        for _ in range(chance.randrange(0, 3)):
            day = today - chance.randrange(1, age)
            value = rate * (day - car.start) if chance.random() < 0.9 else None
            car.services.append((day, value, tuple(chance.sample(codes, chance.randrange(1, len(codes))))))
        yield car
