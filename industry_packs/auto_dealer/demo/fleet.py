"""Demo vehicles as plain rows: numbers, plates, owners, what was done; the same for everybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from industry_packs.auto_dealer.services.plan_templates import SERVICE_PLANS
from industry_packs.auto_dealer.services.vin import check_digit

SEED = 1893
VEHICLES = 1_500
YEAR, MONTH = 365, 30
HEAVY = 2
"""The plan of those that are used all day."""
NEAR, LEAVES = 0.55, 0.1
LETTERS = "ABCDEFGHJKLMNPRSTVWXY"
MODELS: tuple[tuple[str, str, str, str, int], ...] = (
    ("LSGKE5", "Buick", "Regal", "petrol", 0),
    ("LSVNV4", "Volkswagen", "Lavida", "petrol", 0),
    ("LSJA24", "Roewe", "i5", "petrol", 0),
    ("LFV3A2", "Audi", "A4L", "petrol", 0),
    ("LRW3E7", "Tesla", "Model 3", "electric", 1),
    ("LGXCE6", "BYD", "Qin", "plug_in", 0),
    ("LSVAB4", "Volkswagen", "Santana", "petrol", 2),
)
"""Beginning of the number, make, series, powertrain, which of the pack's plans."""
FAMILIES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = ("伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "涛", "明", "超")
COLOURS = ("白色", "黑色", "银色", "红色", "蓝色")


@dataclass(frozen=True, slots=True)
class DemoCar:
    """A vehicle, the place of its owner among `owners`, its plan, and what was done: day, codes, km."""

    values: Mapping[str, Any]
    owner: int
    plan: int
    services: tuple[tuple[date, str, int], ...]


def owners(count: int) -> Iterator[dict[str, Any]]:
    """People, fewer than vehicles: some have two."""
    chance = Random(SEED)
    for number in range(count * 5 // 6):
        yield {
            "number": f"AD-{number + 1:04}",
            "kind": "person",
            "family_name": chance.choice(FAMILIES),
            "given_name": "".join(chance.sample(GIVEN, chance.choice((1, 2)))),
            "phone": f"+86138{10_000_000 + number * 7:08}",
            "city": "上海",
            "country": "CN",
            "language": "zh-Hans",
            "do_not_contact": chance.random() < 0.02,
        }


def cars(today: date, count: int) -> Iterator[DemoCar]:
    """Vehicles with histories up to today: most come every year, some late, some no more."""
    chance = Random(SEED)
    people = count * 5 // 6
    for number in range(count):
        start, make, series, powertrain, plan = chance.choice(MODELS)
        sold = today - timedelta(chance.randrange(5, 8 * YEAR if plan < HEAVY else 2 * YEAR))
        per_day = chance.choice((15, 25, 35, 50)) if plan < HEAVY else 65
        values = {
            "name": f"{make} {series}",
            "number": f"AD-{number + 1:04}",
            "meter_unit": "km",
            "in_service_date": sold,
            "auto_dealer.vin": _vin(start, number, sold),
            "auto_dealer.plate": f"沪{chance.choice('ABCDEF')}·{chance.choice(LETTERS)}{number:04}",
            "auto_dealer.make": make,
            "auto_dealer.series": series,
            "auto_dealer.model_year": sold.year,
            "auto_dealer.powertrain": powertrain,
            "auto_dealer.colour": chance.choice(COLOURS),
            "auto_dealer.invoice_date": sold,
        }
        done = tuple(_services(chance, sold, today, per_day, plan))
        yield DemoCar(values, number % people, plan, done)


def _vin(start: str, number: int, sold: date) -> str:
    """A valid number: the tenth character is that of the model year."""
    year = "ABCDEFGHJKLMNPRSTVWXY123456789"[(sold.year - 1980) % 30]
    vin = f"{start}{number % 90 + 10}0{year}A{number:06}"
    return vin[:8] + check_digit(vin) + vin[9:]


def _services(
    chance: Random, sold: date, today: date, per_day: int, plan: int
) -> Iterator[tuple[date, str, int]]:
    """Visits since it was sold, until somebody comes no more: each does what is near enough."""
    tasks = SERVICE_PLANS[plan]["tasks"]
    shortest = min(task["every"] for task in tasks if task["every"])
    between = min(YEAR if plan < HEAVY else 90, shortest // per_day)
    end = today - timedelta(2 * YEAR) if chance.random() < LEAVES else today
    done = {task["code"]: (sold, 0) for task in tasks}
    day = sold + timedelta(between // 2)
    while day < end:
        value = (day - sold).days * per_day + chance.randrange(50)
        codes = [task["code"] for task in tasks if _is_near(task, *done[task["code"]], day, value)]
        if codes:
            done |= dict.fromkeys(codes, (day, value))
            yield day, ", ".join(codes), value
        day += timedelta(
            between - chance.randrange(12) + (chance.randrange(90) if chance.random() < 0.1 else 0)
        )


def _is_near(task: Mapping[str, Any], since: date, before: int, day: date, value: int) -> bool:
    """Whether so much of an interval is over that a workshop does the task at this visit."""
    first = before == 0
    every = (task.get("first") if first else None) or task["every"]
    months = (task.get("first_months") if first else None) or task["months"]
    used = every is not None and value - before >= NEAR * every
    return used or (months is not None and (day - since).days >= NEAR * months * MONTH)
