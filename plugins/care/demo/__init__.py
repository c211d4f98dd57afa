"""Demo data: plans, cars and a boiler that are looked after, days of greetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.plugin_api import DemoData, Work, demo_customers, records, translations
from plugins.assets.public import ASSETS, DEFINITIONS, READINGS
from plugins.care.services.days import today
from plugins.care.services.subjects import PLANS, SERVICES, SUBJECTS

_ = translations("care")

OIL = {"code": "OIL", "title": "机油 / Oil", "first": 5_000, "first_months": 6, "every": 10_000, "months": 12}
CARS: dict[str, Any] = {
    "name": "Passenger cars",
    "meter_unit": "km",
    "default_per_year": 15_000,
    "lead_distance": 1_000,
    "tasks": [
        OIL,
        {"code": "CABIN", "title": "空调滤芯 / Cabin filter", "every": 20_000, "months": 12},
        {"code": "BRAKEFLUID", "title": "制动液 / Brake fluid", "every": 40_000, "months": 24},
    ],
}
BOILERS: dict[str, Any] = {
    "name": "Boilers at home",
    "promised": True,
    "promised_months": 36,
    "tasks": [{"code": "CLEAN", "title": "清洗 / Cleaning", "months": 12}],
}
TRANSFORMERS: dict[str, Any] = {
    "name": "Inspection of transformers",
    "way": "task",
    "tasks": [{"code": "INSPECT", "title": "巡检 / Inspection", "months": 6}],
}
CUSTOMERS: tuple[dict[str, Any], ...] = (
    {"number": "CA-1", "kind": "person", "family_name": "王", "given_name": "丽", "country": "CN"},
    {"number": "CA-2", "kind": "person", "family_name": "Berg", "given_name": "Anna", "country": "DE"},
    {"number": "CA-3", "name": "Stahlwerk Ost", "country": "DE"},
)
PHONES = ("+8613800138000", "+4930901820", "+4930901821")
THINGS: tuple[tuple[str, str | None, int], ...] = (
    ("沪A·D1234", "km", 1_000),
    ("B-GX 17", "km", 400),
    ("Boiler, Lindenweg 3", None, 385),
    ("Transformer T1", None, 170),
)
"""Name, what its meter counts, days in service."""
OWNERS, UNDER = (0, 1, 1, 2), (0, 0, 1, 2)
USED: tuple[tuple[int, int, int], ...] = ((0, 200, 31_200), (0, 60, 38_800), (1, 90, 11_400))
"""Which thing, days ago, what the meter showed."""
OCCASIONS: tuple[dict[str, Any], ...] = (
    {
        "name": "Birthday",
        "kind": "birthday",
        "greeted": "both",
        "body": "{name}: all the best for your birthday!",
    },
    {
        "name": "春节",
        "kind": "lunar",
        "month": 1,
        "day_of_month": 1,
        "country": "CN",
        "body": "{name}，新春快乐！",
    },
    {
        "name": "端午节",
        "kind": "lunar",
        "month": 5,
        "day_of_month": 5,
        "country": "CN",
        "body": "{name}，端午安康！",
    },
    {
        "name": "中秋节",
        "kind": "lunar",
        "month": 8,
        "day_of_month": 15,
        "country": "CN",
        "body": "{name}，中秋快乐！",
    },
    {"name": "清明", "kind": "qingming", "country": "CN", "active": False, "body": "{name}，清明安康。"},
    {"name": "New Year", "kind": "solar", "month": 1, "day_of_month": 1, "body": "{name}, a happy new year!"},
)


def load(app: Any, actor: Any, report: Any) -> None:
    """Make them in one transaction."""
    with app.work(actor) as work:
        on = today(work)
        soon = on + timedelta(5)
        people = [{**row, "phone": phone} for row, phone in zip(CUSTOMERS, PHONES, strict=True)]
        people[0]["birthday"] = date(1990, soon.month, min(soon.day, 28))
        customers = demo_customers(work, people)
        said = [{"customer": id, "purpose": "service", "state": "given"} for id in customers]
        records.create(work, "messaging.consents", said)
        plans = records.create(work, PLANS, [CARS, BOILERS, TRANSFORMERS])
        records.create(work, DEFINITIONS, [{"name": "Passenger car", "kind": "vehicle", "meter_unit": "km"}])
        assets = records.create(work, ASSETS, [_asset(n, customers, on) for n in range(len(THINGS))])
        records.create(
            work, SUBJECTS, [{"plan": plans[p], "asset": a} for p, a in zip(UNDER, assets, strict=True)]
        )
        _use(work, assets, on)
        records.create(work, "care.occasions", OCCASIONS)
    report(len(THINGS), 1.0)


def _asset(number: int, customers: list[int], on: date) -> Mapping[str, Any]:
    name, unit, age = THINGS[number]
    values = {"name": name, "meter_unit": unit, "in_service_date": on - timedelta(age)}
    return {**values, "first_owner": customers[OWNERS[number]]}


def _use(work: Work, assets: list[int], on: date) -> None:
    """What was read, and the services of the first car."""
    read = [{"asset": assets[n], "read_on": on - timedelta(ago), "value": value} for n, ago, value in USED]
    records.create(work, READINGS, read)
    done = {"asset": assets[0], "done_on": on - timedelta(340), "value": 24_900}
    records.create(work, SERVICES, [{**done, "codes": "OIL, CABIN", "found": "good", "report": "In order"}])


DEMO_DATA = (DemoData(name="care.plans", title=_("Plans and what is due"), load=load),)
