"""Filters, sorts, fields, sums and words of extensions, at both doors and through every kind of path."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from starlette.testclient import TestClient

from core.errors import Invalid
from core.formats.texts import sort_key
from core.services import records
from core.services.lists import Query, list_records, totals
from core.services.search import search
from core.services.work import App, Work
from core.testing.cli import Cli

Row = dict[str, Any]
COUNT = 40
SORTS = ("watt.credit_grade", "watt.nickname", "watt.load", "watt.deposit", "watt.since", "guild.points")


def values(number: int, chance: random.Random) -> Row:
    """A customer with many equal and many empty values, some without any row beside them."""
    row: Row = {"name": f"C{number:02}", "number": f"N{number}", "city": chance.choice((None, "Bonn", "Ulm"))}
    if chance.random() < 0.7:
        row |= {
            "watt.meter": f"M{number}",
            "watt.credit_grade": chance.choice((None, "A", "B", "C")),
            "watt.nickname": chance.choice((None, "Åtlas", "atlas", "ATLAS", "王伟明", "Zz", "😀")),
            "watt.load": chance.choice((None, "0.000001", "-5", "12345678.123456")),
            "watt.deposit": chance.choice((None, "-1", "0", "10.5")),
            "watt.currency": chance.choice(("EUR", "USD")),
            "watt.since": chance.choice((None, "2026-02-28", "2026-03-01")),
            "watt.tariffs": chance.choice(([], ["day"], ["day", "night"])),
        }
    if chance.random() < 0.5:
        row["guild.points"] = chance.choice((None, 0, 1, 2**62))
    return row


@pytest.fixture
def customers(work: Work) -> list[Row]:
    """The customers, as they stand."""
    chance = random.Random(11)
    rows = [values(number, chance) for number in range(COUNT)]
    return records.read_many(work, "customers", records.create(work, "customers", rows))


def pages(work: Work, limit: int, **query: Any) -> Iterator[int]:
    """The ids of all pages."""
    after = None
    while True:
        page = list_records(work, "customers", Query(after=after, limit=limit, fields=["id"], **query))
        yield from (row["id"] for row in page.rows)
        after = page.next
        if after is None:
            return


def expected(app: App, sort: str, rows: list[Row]) -> list[int]:
    """Value, then id; empty values last in both directions."""
    field, turned = sort.removeprefix("-"), sort.startswith("-")
    key = sort_key if app.registry.type_of("customers").fields[field].sort_key else lambda value: value
    full = sorted(((key(row[field]), row["id"]) for row in rows if row[field] is not None), reverse=turned)
    empty = sorted((row["id"] for row in rows if row[field] is None), reverse=turned)
    return [*(id for _value, id in full), *empty]


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_pages_to_its_end(
    app: App, work: Work, customers: list[Row], sort: str, sign: str
) -> None:
    for limit in (1, 7, 100):
        assert list(pages(work, limit, sort=sign + sort)) == expected(app, sign + sort, customers)


def test_a_sort_and_filters_of_two_plugins_go_together(app: App, work: Work, customers: list[Row]) -> None:
    where = {
        "or": [
            {"field": "guild.points", "op": "gte", "value": 1},
            {"field": "watt.credit_grade", "value": "A"},
        ]
    }
    wanted = [row for row in customers if (row["guild.points"] or 0) >= 1 or row["watt.credit_grade"] == "A"]
    assert wanted
    for sort in ("-watt.load", "guild.points", "name"):
        assert list(pages(work, 3, sort=sort, where=where)) == expected(app, sort, wanted)


TESTS: Mapping[str, tuple[Any, Any]] = {
    "eq": ({"field": "watt.credit_grade", "value": "A"}, lambda r: r["watt.credit_grade"] == "A"),
    "ne": (
        {"field": "watt.credit_grade", "op": "ne", "value": "A"},
        lambda r: r["watt.credit_grade"] != "A",
    ),
    "in": (
        {"field": "watt.credit_grade", "op": "in", "value": ["A", "B"]},
        lambda r: r["watt.credit_grade"] in ("A", "B"),
    ),
    "empty": (
        {"field": "watt.credit_grade", "op": "empty", "value": True},
        lambda r: r["watt.credit_grade"] is None,
    ),
    "not empty": (
        {"field": "guild.points", "op": "empty", "value": False},
        lambda r: r["guild.points"] is not None,
    ),
    "null": ({"field": "guild.points", "value": None}, lambda r: r["guild.points"] is None),
    "not": (
        {"not": {"field": "watt.load", "op": "gt", "value": 0}},
        lambda r: not (r["watt.load"] or 0) > 0,
    ),
    "money": (
        {"field": "watt.deposit", "op": "lte", "value": "0"},
        lambda r: r["watt.deposit"] is not None and r["watt.deposit"] <= 0,
    ),
    "not money": (
        {"not": {"field": "watt.deposit", "op": "lte", "value": "0"}},
        lambda r: r["watt.deposit"] is None or r["watt.deposit"] > 0,
    ),
    "name": (
        {"field": "watt.nickname", "op": "lt", "value": "b"},
        lambda r: r["watt.nickname"] is not None and sort_key(r["watt.nickname"]) < "b",
    ),
    "contains": (
        {"field": "watt.nickname", "op": "contains", "value": "TL"},
        lambda r: "tl" in (r["watt.nickname"] or "").lower(),
    ),
    "has": ({"field": "watt.tariffs", "op": "has", "value": "night"}, lambda r: "night" in r["watt.tariffs"]),
    "flag": ({"field": "watt.green", "value": False}, lambda r: r["watt.green"] is False),
    "not flag": ({"not": {"field": "watt.green", "value": False}}, lambda r: r["watt.green"] is None),
    "both": (
        {"and": [{"field": "watt.load", "op": "lt", "value": 1}, {"field": "city", "value": "Bonn"}]},
        lambda r: r["watt.load"] is not None and r["watt.load"] < 1 and r["city"] == "Bonn",
    ),
}


@pytest.mark.parametrize("name", TESTS)
def test_filters_find_what_the_values_say(work: Work, customers: list[Row], name: str) -> None:
    where, holds = TESTS[name]
    wanted = [row["id"] for row in customers if holds(row)]
    assert 0 < len(wanted) < COUNT
    assert list(pages(work, 6, sort="id", where=where)) == wanted
    page = list_records(work, "customers", Query(where=where, limit=1, count="exact"))
    assert page.count == len(wanted)


def test_paths_lead_over_references_to_extensions_and_on(work: Work) -> None:
    (ada,) = records.create(work, "users", [{"login": "ada", "name": "Ada"}])
    (above,) = records.create(
        work, "customers", [{"name": "Above", "watt.meter": "M", "watt.advisor": "ada"}]
    )
    (below,) = records.create(work, "customers", [{"name": "Below", "parent": above}])
    (contact,) = records.create(work, "contacts", [{"name": "Anna", "customer": above}])

    def found(resource: str, field: str, value: Any) -> list[int]:
        where = {"field": field, "value": value}
        return [row["id"] for row in list_records(work, resource, Query(where=where, sort="id")).rows]

    assert found("contacts", "customer.watt.meter", "M") == [contact]
    assert found("customers", "parent.watt.meter", "M") == [below]
    assert (
        found("customers", "watt.advisor.name", "Ada") == found("customers", "watt.advisor", ada) == [above]
    )
    assert found("customers", "watt.advisor", "ada") == [above]
    assert found("contacts", "customer.watt.meter", "N") == []


@pytest.mark.parametrize(
    "field",
    [
        "watt",
        "watt.",
        "watt.nope",
        "wat.meter",
        "watt.id",
        "watt.nickname_key",
        "watt.meter.x",
        "guild.meter",
    ],
)
def test_an_unknown_field_is_named(work: Work, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        list_records(work, "customers", Query(where={"field": field, "value": "x"}))
    assert refused.value.errors["where"][0].code == "unknown_field"


@pytest.mark.parametrize("sort", ["watt.meter", "watt.id", "guild.credit_grade", "watt", "watt.nickname_key"])
def test_only_offered_sorts_sort(work: Work, sort: str) -> None:
    with pytest.raises(Invalid) as refused:
        list_records(work, "customers", Query(sort=sort))
    assert refused.value.errors["sort"][0].code == "sort_unknown"


def test_sums_of_numbers_and_amounts(work: Work, customers: list[Row]) -> None:
    where = {"field": "city", "value": "Bonn"}
    some = [row for row in customers if row["city"] == "Bonn"]
    loads = [row["watt.load"] for row in some if row["watt.load"] is not None]
    assert totals(work, "customers", "watt.load", Query(where=where)).sums == {"": sum(loads)}
    sums = totals(work, "customers", "watt.deposit", Query()).sums
    of_euro = [r["watt.deposit"] for r in customers if r["watt.currency"] == "EUR" and r["watt.deposit"]]
    assert sums["EUR"] == sum(of_euro)


def test_words_of_extensions_are_found_and_forgotten(work: Work) -> None:
    row = {"name": "Acme", "watt.meter": "M-4711", "watt.nickname": "王伟明", "guild.card": "Platin"}
    (id,) = records.create(work, "customers", [row])

    def found(words: str) -> list[int]:
        return [hit.id for hit in search(work, words)]

    assert found("4711") == found("伟明") == found("platin acme") == [id]
    records.update(work, "customers", [records.Update(id, {"guild.card": "Silver"})])
    assert (found("platin"), found("silver")) == ([], [id])
    assert list(pages(work, 5, q="silver")) == [id]


def test_the_doors_nest_answers_and_take_flat_paths(app: App, client: TestClient, cli: Cli) -> None:
    with app.work(app.system()) as work:
        row = {"name": "Acme", "number": "K1", "watt.meter": "M", "watt.credit_grade": "A"}
        records.create(work, "customers", [row, {"name": "Other"}])
    params = {
        "fields": "name,watt.credit_grade",
        "filter[watt.credit_grade]": "A",
        "sort": "-watt.credit_grade",
    }
    (shown,) = client.get("/api/v1/customers", params=params).json()["data"]
    assert shown == {"id": 1, "name": "Acme", "extensions": {"watt": {"credit_grade": "A"}}}
    words = ("--filter", "watt.credit_grade=A", "--sort", "-watt.credit_grade")
    listed = cli("customers", "list", *words, "--columns", "name,watt.credit_grade", "--json").data
    assert listed == [shown]
    table = cli("customers", "list", *words, "--columns", "name,watt.credit_grade").stdout
    assert "Good" in table
    assert (
        cli("customers", "update", "K1", "--set", "watt.credit_grade=B", "--set", "guild.points=5").code == 0
    )
    one = client.get("/api/v1/customers/1", params={"fields": "guild.points,watt.credit_grade"}).json()
    assert one == {"id": 1, "extensions": {"guild": {"points": 5}, "watt": {"credit_grade": "B"}}}
    assert cli("customers", "show", "K1", "--json").data["extensions"]["guild"]["points"] == 5
    assert "watt.credit_grade" in cli("customers", "history", "K1").stdout
    assert "guild.points" in cli("customers", "fields").stdout


def test_what_belongs_to_a_record_brings_its_extensions(client: TestClient) -> None:
    beside = {"watt": {"badge": "7"}}
    assert client.post("/api/v1/customers", json={"name": "Acme"}).status_code == 201
    made = client.post("/api/v1/contacts", json={"name": "Anna", "customer": 1, "extensions": beside})
    assert made.status_code == 201
    (row,) = client.get("/api/v1/customers", params={"include": "contacts"}).json()["data"]
    (contact,) = row["included"]["contacts"]
    assert contact["extensions"]["watt"]["badge"] == "7"


def test_bulk_changes_by_rows_and_by_filter(client: TestClient) -> None:
    rows = [{"name": f"C{n}", "extensions": {"guild": {"points": n}}} for n in range(3)]
    assert client.post("/api/v1/customers", json=rows).status_code == 201
    changes = [
        {"id": 1, "extensions": {"guild": {"points": 9}}},
        {"id": 2, "extensions": {"guild": {"x": 1}}},
    ]
    refused = client.patch("/api/v1/customers", json=changes)
    assert list(refused.json()["rows"]["1"]) == ["guild.x"]
    where = {"field": "guild.points", "op": "gte", "value": 1}
    values = {"extensions": {"guild": {"credit_grade": "gold"}}}
    changed = client.patch("/api/v1/customers", json={"where": where, "values": values})
    assert changed.json() == {"ids": [2, 3]}
