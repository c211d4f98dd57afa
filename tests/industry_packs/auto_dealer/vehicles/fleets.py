"""Fleets for tests: what a file says is loaded, and what is due is told."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from core.services.work import App
from industry_packs.auto_dealer.services.fleet.due import due_vehicles
from industry_packs.auto_dealer.services.fleet.form import fleet_of
from industry_packs.auto_dealer.services.fleet.loading import Loaded, load
from industry_packs.auto_dealer.services.fleet.telling import told

START = date(2020, 2, 29)
CHANNELS = ("wechat", "sms", "email", "phone")
CODES = ("OIL", "CABIN", "BRAKES", "BELT")
STATUSES = ("active", "active", "active", "active", "sold", "scrapped", "exported")
BOOKED = ("requested", "confirmed", "done", "cancelled")


def put(app: App, file: Mapping[str, Any]) -> Loaded:
    """Load what a file says."""
    with app.work(app.system("test")) as work:
        return load(work, fleet_of(json.dumps(file).encode()))


def due_list(app: App, as_of: date) -> list[dict[str, Any]]:
    """What is due, as the command prints it."""
    with app.reading(app.system("test")) as work:
        return [told(each, as_of) for each in due_vehicles(work, as_of)]


def any_fleet(seed: int, vehicles: int = 12) -> dict[str, Any]:
    """Plans and vehicles of all sorts, with whatever a workshop writes down."""
    random = Random(seed)
    plans = {name: _plan(random) for name in ("A", "B")}
    as_of = START + timedelta(random.randrange(400, 3_000))
    made = [_vehicle(random, f"R{seed}-{n}", plans, as_of) for n in range(vehicles)]
    return {"as_of": as_of.isoformat(), "plans": plans, "vehicles": made}


def _plan(random: Random) -> dict[str, Any]:
    codes = random.sample(CODES, random.randrange(1, 5))
    return {
        "unit": random.choice(("km", "mi")),
        "default_per_year": random.choice((0, 1, 9_999, 15_000, 90_000)),
        "lead_days": random.choice((0, 14, 30)),
        "lead_distance": random.choice((0, 600, 1_000)),
        "max_per_day": random.choice((100, 1_000)),
        "tasks": [{"code": code, **_legs(random)} for code in codes],
    }


def _legs(random: Random) -> dict[str, Any]:
    legs = {
        "every": random.choice((None, 5_000, 10_000, 60_000)),
        "months": random.choice((None, 1, 6, 12, 48)),
        "first": random.choice((None, 1_000, 100_000)),
        "first_months": random.choice((None, 3, 120)),
    }
    return {name: leg for name, leg in legs.items() if leg or random.random() < 0.5}


def _vehicle(random: Random, id: str, plans: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    begun = as_of - timedelta(random.choice((-5, 0, 1, 27, 29, 366, 1_461, 3_650)))
    days = [begun + timedelta(random.randrange(-3, 1_500)) for _ in range(random.randrange(9))]
    per_day = random.choice((0, 3, 40, 400))
    return {
        "id": id,
        "plan": random.choice(sorted(plans)),
        "unit": random.choice(("km", "mi")),
        "in_service_date": begun.isoformat(),
        "readings": [_reading(random, day, (day - begun).days * per_day) for day in days],
        "services": [_service(random, day, (day - begun).days * per_day) for day in days[::2]],
        "odometer_events": [_event(days[-1])] if days and random.random() < 0.3 else [],
        "status": random.choice(STATUSES),
        "history_known_from": random.choice((None, (begun + timedelta(200)).isoformat())),
        "owner": {
            "do_not_contact": random.random() < 0.2,
            "consent": random.sample(CHANNELS, random.randrange(3)),
        },
        "appointments": [_appointment(random, as_of) for _ in range(random.randrange(3))],
    }


def _reading(random: Random, day: date, value: int) -> dict[str, Any]:
    value = random.choice((value, value, value, value * 10, value // 2, -1))
    unit = {"unit": random.choice(("km", "mi"))} if random.random() < 0.3 else {}
    return {"date": day.isoformat(), "value": value, **unit, "voided": random.random() < 0.1}


def _service(random: Random, day: date, value: int) -> dict[str, Any]:
    odometer = random.choice((None, value, value, value + 7, value // 3))
    codes = random.sample(CODES, random.randrange(4))
    return {"date": day.isoformat(), "odometer": odometer, "codes": codes}


def _event(day: date) -> dict[str, Any]:
    return {"date": day.isoformat(), "old_value": 30_000, "new_value": 12}


def _appointment(random: Random, as_of: date) -> dict[str, Any]:
    day = as_of + timedelta(random.randrange(-3, 20))
    codes = random.sample(CODES, random.randrange(3))
    return {"date": day.isoformat(), "codes": codes, "status": random.choice(BOOKED)}
