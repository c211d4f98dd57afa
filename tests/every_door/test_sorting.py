"""Every sort that is offered, of every kind of record, pages to its end in both directions."""

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.contracts.resources import Sort
from core.formats.texts import sort_key
from core.services import records
from core.services.work import App
from core.testing.cli import Cli
from tests.every_door.conftest import MACHINES, ORDERS

Pick = Callable[..., Any]
Row = dict[str, Any]

NAMES = (None, "Åtlas", "atlas", "ATLAS", "王伟明", "Zz", "😀")
MOMENTS = (None, "2026-03-01T09:30:00Z", "2026-03-01T09:30:00.000001Z", "1999-12-31T23:59:59Z")


def customer(number: int, pick: Pick) -> Row:
    return {
        "name": pick(*NAMES[1:]),
        "city": pick(*NAMES),
        "country": pick(None, "DE", "CN"),
        "number": f"N{number}",
    }


def contact(number: int, pick: Pick) -> Row:
    return {"customer": pick(1, 2), "name": pick(*NAMES[1:])}


def activity(number: int, pick: Pick) -> Row:
    return {"subject": f"A{number}", "due_at": pick(*MOMENTS), "starts_at": pick(*MOMENTS)}


def unit(number: int, pick: Pick) -> Row:
    return {"code": f"{pick('u', 'U', 'Ü')}{number}", "name": pick(*NAMES[1:])}


def machine(number: int, pick: Pick) -> Row:
    return {
        "serial": f"S{number}",
        "customer": pick(1, 2),
        "model": pick(*NAMES),
        "hours": pick(None, 0, 1, 2**62),
        "load": pick(None, "0.00000001", "-5", "1234567890.12345678"),
        "price": pick(None, "-1", "0", "10"),
        "currency": "EUR",
        "installed_on": pick(None, "2026-02-28", "2026-03-01"),
    }


def order(number: int, pick: Pick) -> Row:
    return {
        "code": f"{pick('a', 'A', 'Å')}{number}",
        "due_at": pick(*MOMENTS),
        "total": pick(None, "1", "-1"),
        "currency": "JPY",
    }


MAKERS: Mapping[str, Callable[[int, Pick], Row]] = {
    "customers": customer,
    "contacts": contact,
    "activities": activity,
    "units": unit,
    MACHINES: machine,
    ORDERS: order,
}
COUNT = 23


@pytest.fixture
def filled(app: App, client: TestClient) -> None:
    """Records of each kind with many equal and many empty values."""
    chance = random.Random(5)
    for name, make in MAKERS.items():
        with app.work(app.system()) as work:
            records.create(
                work, name, [make(n, lambda *options: chance.choice(options)) for n in range(COUNT)]
            )


def sorts(app: App) -> Iterator[tuple[str, str]]:
    """Every kind of record with every order."""
    for name in MAKERS:
        for sort in app.registry.type_of(name).resource.sorts:
            assert not isinstance(sort, Sort)
            yield from ((name, sort), (name, f"-{sort}"))


def expected(app: App, name: str, sort: str, rows: list[Row]) -> list[int]:
    """The ids in order: value, then id; empty values last in both directions."""
    field, turned = sort.removeprefix("-"), sort.startswith("-")
    key = sort_key if app.registry.type_of(name).fields[field].sort_key else lambda value: value
    full = sorted(((key(row[field]), row["id"]) for row in rows if row[field] is not None), reverse=turned)
    empty = sorted((row["id"] for row in rows if row[field] is None), reverse=turned)
    return [*(id for _value, id in full), *empty]


def every_row(app: App, name: str) -> list[Row]:
    with app.reading(app.system()) as work:
        return records.read_many(work, name, range(1, COUNT + 1))


def api_pages(client: TestClient, name: str, sort: str, limit: int) -> Iterator[int]:
    """The ids of all pages."""
    query = {"sort": sort, "limit": str(limit), "fields": "id"}
    while query.get("after", "first"):
        answer = client.get(f"/api/v1/{name.replace('.', '/')}", params=query)
        assert answer.status_code == 200, answer.text
        yield from (row["id"] for row in answer.json()["data"])
        query["after"] = answer.json()["next"]


@pytest.mark.usefixtures("filled")
def test_every_offered_sort_pages_to_its_end_through_the_api(app: App, client: TestClient) -> None:
    everything = {name: every_row(app, name) for name in MAKERS}
    for name, sort in sorts(app):
        found = list(api_pages(client, name, sort, limit=5))
        assert found == expected(app, name, sort, everything[name]), (name, sort)


@pytest.mark.usefixtures("filled")
def test_the_command_line_pages_to_the_end(app: App, cli: Cli) -> None:
    for sort in ("model", "-price"):
        found: list[int] = []
        after: tuple[str, ...] = ()
        while True:
            words = ("--sort", sort, "--limit", "9", "--fields", "id", *after, "--json")
            page = cli("sample", "machines", "list", *words).json
            found += [row["id"] for row in page["data"]]
            if page["next"] is None:
                break
            after = ("--after", page["next"])
        assert found == expected(app, MACHINES, sort, every_row(app, MACHINES)), sort


def test_a_sort_that_is_not_offered_is_refused_at_both_doors(app: App, client: TestClient, cli: Cli) -> None:
    for sort in (
        "serial",
        "--model",
        "model,id",
        "id;drop table sample_machine",
        "name_key",
        "MODEL",
        " model",
    ):
        answer = client.get("/api/v1/sample/machines", params={"sort": sort})
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["sort"]), sort
        ran = cli("sample", "machines", "list", f"--sort={sort}")
        assert (ran.code, ran.stdout) == (2, "")
        assert "installed_on" in ran.stderr
