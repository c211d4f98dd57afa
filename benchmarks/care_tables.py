"""The fleet of the benchmark of care in the tables, written through the bare driver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.care_fleet import AS_OF, LEGS, NAMES, PLANS, Car
from benchmarks.dataset import load
from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.data.models import Customer
from core.services.work import App
from plugins.assets import plugin as assets
from plugins.assets.public import Asset, Meter, Reading, ReadingVerdict
from plugins.care import plugin as care
from plugins.care.models import DueTask, Plan, PlanTask, Reminded, Service, Subject
from plugins.messaging import plugin as messaging
from plugins.messaging.models import Consent

MODULES = {"assets": assets, "messaging": messaging, "care": care}
NOON = datetime.combine(AS_OF, time(12), UTC)
RECORD = {"version": 1, "created_at": NOON, "updated_at": NOON}
PART = 20_000


def migrate(app: App) -> None:
    """All tables."""
    folders = {name: Path(str(module.__file__)).parent / "migrations" for name, module in MODULES.items()}
    upgrade(app.database, [CORE, *(Owner(name, folder) for name, folder in folders.items())])


def fill(app: App, fleet: Sequence[Car]) -> None:
    """Everything that is known of the fleet; nothing is worked out yet."""
    with app.database.writing() as connection:
        load(connection, Plan, [_plan(index + 1, name) for index, name in enumerate(NAMES)])
        load(connection, PlanTask, list(_tasks()))
    reading = service = 0
    for start in range(0, len(fleet), PART):
        part = fleet[start : start + PART]
        with app.database.writing() as connection:
            load(connection, Customer, [_customer(car.id) for car in part])
            load(connection, Consent, [_consent(car.id) for car in part if car.id % 3])
            load(connection, Asset, [_asset(car) for car in part])
            load(connection, Meter, [_meter(car) for car in part])
            load(connection, Subject, [_subject(car) for car in part])
            readings = [(car, point) for car in part for point in car.points]
            load(connection, Reading, [_reading(reading + n, *each) for n, each in enumerate(readings, 1)])
            load(
                connection,
                ReadingVerdict,
                [_verdict(reading + n, *each) for n, each in enumerate(readings, 1)],
            )
            services = [(car, each) for car in part for each in car.services]
            load(connection, Service, [_service(service + n, *each) for n, each in enumerate(services, 1)])
        reading, service = reading + len(readings), service + len(services)
    _finish(app)


def _finish(app: App) -> None:
    """Let the sequences follow the ids, and the planner know the tables."""
    with app.database.writing() as connection:
        if connection.dialect.name == "postgresql":
            for model in (Customer, Consent, Asset, Meter, Reading, Service, Plan, PlanTask, Subject):
                table = model.__tablename__
                top = select(func.max(model.id)).scalar_subquery()
                connection.execute(select(func.setval(func.pg_get_serial_sequence(table, "id"), top)))
        connection.exec_driver_sql("ANALYZE")


def remind_of_everything(app: App) -> int:
    """As after months of daily runs: of all that is due soon by now, somebody was reminded weeks ago."""
    soon = select(DueTask.subject_id, DueTask.code, DueTask.anchor_day).where(
        DueTask.soon_on <= AS_OF.toordinal()
    )
    with app.reading(app.system("bench")) as work:
        found = work.session.execute(soon).all()
    day = AS_OF - timedelta(60)
    rows = [
        {
            "subject_id": subject,
            "occurrence": f"{code}:{date.fromordinal(anchor).isoformat()}",
            "reminded_on": day,
        }
        for subject, code, anchor in found
    ]
    for start in range(0, len(rows), PART):
        with app.database.writing() as connection:
            load(connection, Reminded, rows[start : start + PART])
    return len(rows)


def _plan(id: int, name: str) -> dict[str, Any]:
    plan = PLANS[name]
    legs = {key: plan[key] for key in ("default_per_year", "lead_days", "lead_distance")}
    same = {"way": "message", "meter_unit": plan["unit"], "promised": False, "active": True}
    return {**RECORD, "id": id, "name": name, "name_key": name.lower(), **legs, **same}


def _tasks() -> Iterator[dict[str, Any]]:
    for plan, name in enumerate(NAMES, 1):
        for position, task in enumerate(PLANS[name]["tasks"]):
            legs = {leg: task.get(leg) for leg in LEGS}
            yield {"position": position, "plan_id": plan, "code": task["code"], "once": False, **legs}


def _customer(id: int) -> dict[str, Any]:
    name, number = f"Customer {id}", {"number": f"K{id:07}", "phone": f"+49301{id:07}", "country": "DE"}
    same = {"kind": "company", "do_not_contact": False}
    return {**RECORD, "id": id, "name": name, "name_key": name.lower(), **number, **same}


def _consent(id: int) -> dict[str, Any]:
    """A customer wants to be told; two of three do."""
    said = {"purpose": "service", "channel": "any", "state": "given", "at": NOON}
    return {**RECORD, "id": id, "customer_id": id, **said}


def _asset(car: Car) -> dict[str, Any]:
    known = {"status": "active", "in_service_date": date.fromordinal(car.start), "meter_unit": _unit(car)}
    return {**RECORD, "id": car.id, "name": f"Car {car.id}", "name_key": f"car {car.id}", **known}


def _unit(car: Car) -> str:
    return str(PLANS[NAMES[car.plan]]["unit"])


def _meter(car: Car) -> dict[str, Any]:
    return {**RECORD, "id": car.id, "asset_id": car.id, "unit": _unit(car)}


def _subject(car: Car) -> dict[str, Any]:
    about = {"plan_id": car.plan + 1, "asset_id": car.id, "customer_id": car.id, "status": "active"}
    name = {"name": f"Car {car.id}", "name_key": f"car {car.id}", "key": f"{car.plan + 1}:a{car.id}"}
    return {**RECORD, "id": car.id, **name, **about, "promised": False}


def _reading(id: int, car: Car, point: tuple[int, int]) -> dict[str, Any]:
    about = {"asset_id": car.id, "meter_id": car.id, "read_on": date.fromordinal(point[0]), "value": point[1]}
    return {**RECORD, "id": id, **about, "unit": _unit(car), "source": "person"}


def _verdict(id: int, _car: Car, point: tuple[int, int]) -> dict[str, Any]:
    return {"id": id, "state": "accepted", "cumulative": point[1]}


def _service(id: int, car: Car, service: tuple[int, int | None, tuple[str, ...]]) -> dict[str, Any]:
    day, value, codes = service
    about = {"asset_id": car.id, "customer_id": car.id, "done_on": date.fromordinal(day)}
    return {**RECORD, "id": id, **about, "codes": ", ".join(codes), "value": value}
