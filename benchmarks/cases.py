"""What is measured inside one process: each case beside the same work done with the bare driver."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import func, select

from benchmarks.bare import Bare
from benchmarks.imports import measure_import
from benchmarks.results import Result, interleaved
from core.contracts.work import Actor
from core.services import records
from core.services.lists import Query, list_records
from core.services.lists.cursors import encode
from core.services.lists.sorting import order_of
from core.services.work import App

PAGE = 50
DEEP = 10_000
FIELDS = ("id", "number", "name", "city", "country", "owner", "updated_at")
COLUMNS = "id, number, name, city, country, owner_id, updated_at"
LIVING = "deleted_at IS NULL"
NEW_ROWS = (
    "INSERT INTO core_customer (version, created_at, updated_at, kind, number, name, name_key, city, country,"
    " do_not_contact) VALUES (1, ?, ?, 'company', ?, 'Benchmark Ltd', 'benchmark ltd', 'Bonn', 'DE', false)",
    "INSERT INTO core_change (at, actor_name, door, cause, operation, work_uid, resource, record_id)"
    " VALUES (?, 'system', 'bench', '', 'create', ?, 'customers', 0)",
    "INSERT INTO core_search (resource, record_id, token_group, tokens)"
    " VALUES ('customers', ?, 'public', 'benchmark ltd')",
)


@dataclass(frozen=True)
class Person:
    """Somebody who asks, and the condition that the same question has by hand."""

    who: str
    actor: Actor
    condition: str


def people(app: App) -> list[Person]:
    """The administrator, the manager of one region of ten, one of a thousand salespeople."""
    manager, seller = (app.actors.of_user(login, "bench") for login in ("manager", "seller7"))
    units = ", ".join(str(unit) for unit in manager.unit_ids)
    return [
        Person("administrator", app.system("bench"), LIVING),
        Person("regional manager", manager, f"{LIVING} AND unit_id IN ({units})"),
        Person("salesperson", seller, f"{LIVING} AND owner_id = {seller.user_id}"),
    ]


def measure(app: App, bare: Bare, options: argparse.Namespace) -> list[Result]:
    """All cases for everybody."""
    results = []
    for person in people(app):
        for case, ours, by_hand in reading_cases(app, bare, person):
            results.append(Result(case, person.who, *interleaved(ours, by_hand, options.rounds)))
    ours, by_hand = creating(app, bare)
    results.append(Result("create, durable", "administrator", *interleaved(ours, by_hand, options.rounds)))
    return [*results, measure_import(app, bare, options.import_rows)]


def reading_cases(
    app: App, bare: Bare, person: Person
) -> Iterator[tuple[str, Callable[[], Any], Callable[[], Any]]]:
    """Lists and one record: the question to the service, and by hand."""
    chosen = f"SELECT {COLUMNS} FROM core_customer WHERE {person.condition}"  # noqa: S608
    by_name = "ORDER BY name_key, id LIMIT 51"
    ours, by_hand = listing(app, person), bare.rows
    yield "list, first page", lambda: ours(Query(sort="name")), lambda: by_hand(f"{chosen} {by_name}")
    after, key, id = deep_position(app, person)
    deep = f"{chosen} AND (name_key, id) > (?, ?) {by_name}"
    yield (
        f"list, page {DEEP:,}" if person.who == "administrator" else "list, last pages",
        lambda: ours(Query(sort="name", after=after)),
        lambda: by_hand(deep, (key, id)),
    )
    where = {
        "and": [
            {"field": "country", "op": "eq", "value": "CN"},
            {"field": "city", "op": "eq", "value": "上海"},
        ]
    }
    filtered = f"{chosen} AND country = ? AND city = ? ORDER BY number DESC, id DESC LIMIT 51"
    yield (
        "list, filtered and sorted",
        lambda: ours(Query(where=where, sort="-number")),
        lambda: by_hand(filtered, ("CN", "上海")),
    )
    one = by_hand(f"{chosen} {by_name}")[0][0]
    yield "read with contacts", reading(app, person, one), reading_by_hand(by_hand, person, one)


def listing(app: App, person: Person) -> Callable[[Query], Any]:
    """Ask for one page as this person."""

    def ask(query: Query) -> Any:
        asked = Query(where=query.where, sort=query.sort, after=query.after, fields=FIELDS, limit=PAGE)
        with app.reading(person.actor) as work:
            return list_records(work, "customers", asked)

    return ask


def deep_position(app: App, person: Person) -> tuple[str, str, int]:
    """The cursor of page 10,000 (or of the last full page), and the key and id by which it goes on."""
    record_type = app.registry.type_of("customers")
    with app.reading(person.actor) as work:
        model = record_type.model
        total = work.session.execute(select(func.count()).select_from(model)).scalar_one()
        place = min(DEEP * PAGE, max(total - PAGE - 1, 0))
        row = work.session.execute(
            select(model.name_key, model.id).order_by(model.name_key, model.id).offset(place).limit(1)
        ).one()
        rights = work.access.field_rights(person.actor, record_type)
        order = order_of(record_type, "name", rights)
    return encode(order, (row[0], row[1])), row[0], row[1]


def reading(app: App, person: Person, id: int) -> Callable[[], Any]:
    """One customer with lines and tags, and its contacts."""
    contacts = Query(where={"field": "customer", "op": "eq", "value": id}, count="none")

    def ask() -> Any:
        with app.reading(person.actor) as work:
            return records.read(work, "customers", id), list_records(work, "contacts", contacts)

    return ask


def reading_by_hand(by_hand: Callable[..., Any], person: Person, id: int) -> Callable[[], Any]:
    """The same rows by hand: the customer, its seven kinds of lines and tags, its contacts."""
    lines = ("phone", "email", "address", "need", "site", "team_member")

    def ask() -> Any:
        found = by_hand(f"SELECT * FROM core_customer WHERE id = ? AND {person.condition}", (id,))  # noqa: S608
        for line in lines:
            by_hand(f"SELECT * FROM core_customer_{line} WHERE customer_id = ? ORDER BY position", (id,))  # noqa: S608
        by_hand(
            "SELECT t.name FROM core_tagging g JOIN core_tag t ON t.id = g.tag_id"
            " WHERE g.resource = 'customers' AND g.record_id = ?",
            (id,),
        )
        by_hand(f"SELECT * FROM core_contact WHERE customer_id = ? AND {LIVING} ORDER BY id LIMIT 51", (id,))  # noqa: S608
        return found

    return ask


def creating(app: App, bare: Bare) -> tuple[Callable[[], Any], Callable[[], Any]]:
    """A customer with its journal and search rows, on disk when it returns; by hand just those three rows."""
    number = count(int(time.time() * 1000))

    def ours() -> Any:
        values = {"name": "Benchmark Ltd", "city": "Bonn", "country": "DE", "number": f"B{next(number)}"}
        with app.work(app.system("bench")) as work:
            return records.create(work, "customers", [values])

    def by_hand() -> None:
        now, unique = "2026-01-01 00:00:00", f"B{next(number)}"
        customer, change, words = NEW_ROWS
        bare.write(
            [
                (customer, (now, now, unique)),
                (change, (now, unique)),
                (words, (-next(number),)),
            ]
        )

    return ours, by_hand
