"""The data: a seeded company of ten regions with twenty stores each, and customers with one contact each.

Units, roles and people are made by the services; the masses are written through the bare driver, since making
them is not what is measured.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from core.data.history import CORE
from core.data.migrations import upgrade
from core.data.models import Contact, Customer, SearchEntry
from core.formats.texts import sort_key
from core.formats.tokens import public_tokens
from core.services import records
from core.services.work import App

SEED = 20261121
REGIONS, STORES, SELLERS = 10, 20, 1_000
BATCH = 20_000
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)
FAMILY = [
    "王",
    "李",
    "张",
    "刘",
    "陈",
    "Anders",
    "Berg",
    "Costa",
    "Dubois",
    "Evans",
    "Fischer",
    "Garcia",
    "Hughes",
    "Ivanov",
    "Jensen",
]
TRADE = [
    "Electric",
    "Motors",
    "Foods",
    "Textiles",
    "Marine",
    "Optics",
    "Paper",
    "Steel",
    "Timber",
    "Water",
    "电力",
    "汽车",
    "家具",
    "会计",
]
CITIES = (
    ("Berlin", "DE"),
    ("Paris", "FR"),
    ("London", "GB"),
    ("上海", "CN"),
    ("成都", "CN"),
    ("Austin", "US"),
)


def prepare(app: App, rows: int) -> None:
    """Migrate, and fill an empty database; a filled one is left as it is."""
    upgrade(app.database, [CORE])
    with app.database.reading() as connection:
        if connection.execute(select(func.count()).select_from(Customer.__table__)).scalar_one() >= rows:
            return
    stores, sellers = _company(app)
    chance = random.Random(SEED)
    for start in range(0, rows, BATCH):
        numbers = range(start + 1, min(start + BATCH, rows) + 1)
        _write(app, [_customer(chance, number, stores, sellers) for number in numbers])
    _finish(app, rows)


def _company(app: App) -> tuple[list[int], list[int]]:
    """Regions, stores and sellers; one regional manager; the ids of stores and sellers."""
    with app.work(app.system()) as work:
        regions = records.create(
            work,
            "units",
            [{"code": f"R{n}", "name": f"Region {n}", "kind": "branch"} for n in range(REGIONS)],
        )
        stores = records.create(
            work,
            "units",
            [
                {"code": f"S{n}", "name": f"Store {n}", "kind": "store", "parent": regions[n % REGIONS]}
                for n in range(REGIONS * STORES)
            ],
        )
        grants = app.registry.role_templates
        roles = {
            template.name: records.create(work, "roles", [_role(template)])[0]
            for template in grants
            if template.name in ("manager", "salesperson")
        }
        sellers = [_user(f"seller{n}", stores[n % len(stores)], roles["salesperson"]) for n in range(SELLERS)]
        records.create(work, "users", [_user("manager", regions[0], roles["manager"])])
        return stores, records.create(work, "users", sellers)


def _user(login: str, unit: int, role: int) -> dict[str, Any]:
    return {"login": login, "name": login.title(), "unit": unit, "roles": [{"role": role}]}


def _role(template: Any) -> dict[str, Any]:
    lines = [{"permission": name, "reach": reach} for name, reach in template.grants.items()]
    return {"name": template.name, "title": str(template.title), "grants": lines}


def _customer(
    chance: random.Random, number: int, stores: Sequence[int], sellers: Sequence[int]
) -> dict[str, Any]:
    name = f"{chance.choice(FAMILY)} {chance.choice(TRADE)} {number}"
    city, country = chance.choice(CITIES)
    seller = chance.randrange(len(sellers))
    return {
        "id": number,
        "version": 1,
        "created_at": MADE_AT,
        "updated_at": MADE_AT,
        "kind": "company",
        "number": f"K{number:07}",
        "name": name,
        "name_key": sort_key(name),
        "city": city,
        "country": country,
        "owner_id": sellers[seller],
        "unit_id": stores[seller % len(stores)],
        "do_not_contact": False,
    }


def _write(app: App, customers: Sequence[dict[str, Any]]) -> None:
    """One batch of customers with their contacts and search rows."""
    with app.database.writing() as connection:
        load(connection, Customer, customers)
        load(connection, Contact, [_contact(customer) for customer in customers])
        load(connection, SearchEntry, [_entry(customer) for customer in customers])


def _contact(customer: dict[str, Any]) -> dict[str, Any]:
    name = customer["name"].split()[0]
    return {
        **{key: customer[key] for key in ("id", "version", "created_at", "updated_at", "do_not_contact")},
        "customer_id": customer["id"],
        "name": name,
        "name_key": sort_key(name),
        "main": True,
    }


def _entry(customer: dict[str, Any]) -> dict[str, Any]:
    return {
        "resource": "customers",
        "record_id": customer["id"],
        "customer_id": customer["id"],
        "token_group": "public",
        "tokens": " ".join(public_tokens(customer["name"])),
    }


def load(connection: Connection, model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows of one table the fastest way: COPY on PostgreSQL, executemany on SQLite."""
    if connection.dialect.name != "postgresql":
        connection.execute(insert(model.__table__), rows)
        return
    names = tuple(rows[0])
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {model.__tablename__} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def _finish(app: App, rows: int) -> None:
    """Let the sequences follow the ids, and the planner know the tables."""
    with app.database.writing() as connection:
        if connection.dialect.name == "postgresql":
            for table in ("core_customer", "core_contact"):
                connection.execute(select(func.setval(func.pg_get_serial_sequence(table, "id"), rows)))
        connection.exec_driver_sql("ANALYZE")


def file_rows(rows: int) -> Iterator[str]:
    """The lines of a CSV file of new customers, for the import."""
    chance = random.Random(SEED + 1)
    yield "number,name,city,country,contacts.name\n"
    for number in range(rows):
        name = f"{chance.choice(FAMILY)} {chance.choice(TRADE)} {number}"
        city, country = chance.choice(CITIES)
        yield f"I{number:07},{name},{city},{country},{chance.choice(FAMILY)}\n"
