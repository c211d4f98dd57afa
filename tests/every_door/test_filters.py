"""Every operator of every kind of field answers what plain Python says, over rows of all sorts."""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from core.formats.plain_json import encode
from core.host.record_types import RecordType
from core.services import records
from core.services.lists import Query, list_records
from core.services.work import App
from tests.every_door.conftest import MACHINES, ORDERS
from tests.every_door.plain_filter import Place, Row, Tree, conditions, matches

NAMES = (None, "Åtlas 100 %", "atlas_200", "ATLAS", "王伟明", "x'y\"z\\w", "X_y", "😀 b", "zz top")
CITIES = ("Berlin", None, "köln", "Köln")


def customer(number: int) -> dict[str, Any]:
    """The first one's number is the id of another."""
    return {"name": f"C{number}", "number": ["3", "K2", "K3", "K4"][number], "city": CITIES[number]}


def machine(number: int, pick: Callable[..., Any]) -> dict[str, Any]:
    return {
        "serial": f"S-{number:03}",
        "customer": pick(1, 2, 3, 4),
        "model": pick(*NAMES),
        "status": pick(None, "running", "broken"),
        "hours": pick(None, 0, 1, 2**62, 2**62 + 1),
        "load": pick(None, Decimal("0.00000001"), Decimal(-5), Decimal("1234567890.12345678"), Decimal(0)),
        "price": pick(None, Decimal(-1), Decimal(0), Decimal(10), Decimal(11)),
        "currency": pick("EUR", "JPY", "KWD"),
        "installed_on": pick(None, date(2026, 2, 28), date(2026, 3, 1), date(1, 1, 2), date(9999, 12, 30)),
        "leased": pick(True, False),
        "hotline": pick(None, "+4930901820", "ring twice"),
        "tags": pick([], ["vip"], ["vip", "new"]),
    }


def order(number: int, pick: Callable[..., Any]) -> dict[str, Any]:
    return {
        "code": f"{pick('a', 'B', 'Å', '%')}{number}",
        "customer": pick(None, 1, 2, 3),
        "owner": pick(None, 1),
        "ways": pick([], ["post"], ["van", "post"], ["pick_up"]),
        "terms": pick(None, "Net 30.\nReally", "SOON or_later", "100 %"),
        "due_at": pick(None, datetime(2026, 3, 1, 9, 30, tzinfo=UTC), datetime(2026, 3, 1, 9, 30, 0, 1, UTC)),
        "copy_to": pick(None, "anna@acme.example", "ben@acme.example"),
        "tracking": pick(None, "https://track.example/a_b?c=%20"),
        "ship_to": pick(None, "DE", "CN", "FR"),
        "language": pick(None, "de", "zh-Hans"),
        "time_zone": pick(None, "Europe/Berlin", "Asia/Shanghai"),
        "currency": pick("EUR", "JPY"),
        "total": pick(None, Decimal(7), Decimal(-7)),
        "layout": pick(None, {}, [], {"a": [1]}),
        "lines": [line(pick) for _ in range(pick(0, 1, 3))],
    }


def line(pick: Callable[..., Any]) -> dict[str, Any]:
    return {
        "article": pick("Bolt", "Nut", "螺母"),
        "quantity": pick(Decimal("2.500"), Decimal(-1), Decimal("2.501")),
        "price": pick(None, Decimal(1), Decimal(2)),
        "discount": pick(None, 0, 5),
    }


MAKERS = {MACHINES: machine, ORDERS: order}


@pytest.fixture
def rows(app: App, client: TestClient) -> Mapping[str, Sequence[Row]]:
    """Rows of each kind as they stand in the database; `client` has made the only user."""
    chance = random.Random(11)
    with app.work(app.system()) as work:
        records.create(work, "customers", [customer(number) for number in range(4)])
        for name, make in MAKERS.items():
            records.create(work, name, [make(n, lambda *options: chance.choice(options)) for n in range(40)])
        return {name: records.read_many(work, name, range(1, 41)) for name in MAKERS}


def places(app: App, name: str) -> dict[str, Place]:
    """Everything that a filter over this kind of record may name."""
    return {place.name: place for place in _places(app, app.registry.type_of(name))}


def own(name: str, row: Row) -> list[Any]:
    return [row[name]]


def of_lines(name: str, row: Row) -> list[Any]:
    return [item[name] for item in row["lines"]]


def joined(joiner: str, parts: list[Tree]) -> Tree:
    return {joiner: parts}


def _places(app: App, record_type: RecordType) -> Iterator[Place]:
    people, cities = {"user1": 1}, dict(enumerate(CITIES, start=1))
    numbers = {str(customer(n)["number"]): n + 1 for n in range(4)}
    for field in record_type.public:
        keys = numbers if field.name == "customer" else people if field.kind.name == "reference" else {}
        yield Place(field.name, field, partial(own, field.name), keys)
    for child in record_type.children.values():
        for field in child.public:
            yield Place(f"lines.{field.name}", field, partial(of_lines, field.name), {})
    city = app.registry.type_of("customers").fields["city"]
    yield Place("customer.city", city, lambda row: [cities[row["customer"]]] if row["customer"] else [], {})


@pytest.mark.parametrize("resource", MAKERS)
def test_every_operator_of_every_field_answers_what_python_says(
    app: App, rows: Mapping[str, Sequence[Row]], resource: str
) -> None:
    known, tried = places(app, resource), 0
    with app.reading(app.system("api")) as work:
        for place in known.values():
            for tree in conditions(place, rows[resource]):
                page = list_records(
                    work, resource, Query(where=json.loads(encode(tree)), fields=("id",), limit=200)
                )
                expected = {row["id"] for row in rows[resource] if matches(known, tree, row)}
                assert {row["id"] for row in page.rows} == expected, tree
                tried += 1
    assert tried > 500


def trees(known: Mapping[str, Place], rows: Sequence[Row]) -> st.SearchStrategy[Tree]:
    """Filters of several conditions."""
    leaves = st.sampled_from([tree for place in known.values() for tree in conditions(place, rows)])

    def grown(below: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        parts = st.lists(below, min_size=1, max_size=3)
        groups = [parts.map(partial(joined, joiner)) for joiner in ("and", "or")]
        return st.one_of(below.map(lambda part: {"not": part}), *groups)

    return st.recursive(leaves, grown, max_leaves=6)


@pytest.mark.parametrize("resource", MAKERS)
@pytest.mark.parametrize("examples", [25, pytest.param(400, marks=pytest.mark.nightly)])
def test_filters_of_any_shape_answer_what_python_says(
    app: App, client: TestClient, rows: Mapping[str, Sequence[Row]], resource: str, examples: int
) -> None:
    known = places(app, resource)

    @settings(max_examples=examples, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(tree=trees(known, rows[resource]))
    def check(tree: Tree) -> None:
        answers_what_python_says(client, known, resource, rows[resource], tree)

    check()


def answers_what_python_says(
    client: TestClient, known: Mapping[str, Place], resource: str, rows: Sequence[Row], tree: Tree
) -> None:
    query = {"where": encode(tree).decode(), "fields": "id", "limit": "200"}
    answer = client.get(f"/api/v1/{resource.replace('.', '/')}", params=query)
    assert answer.status_code == 200, answer.text
    expected = {row["id"] for row in rows if matches(known, tree, row)}
    assert {row["id"] for row in answer.json()["data"]} == expected
