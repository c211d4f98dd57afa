"""Pages by key: no row twice, none left out, empty values last in both directions, on both databases."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event, select

from core.contracts.resources import Sort
from core.errors import Invalid
from core.formats.texts import sort_key
from core.services import records
from core.services.access import FieldRights
from core.services.lists import Query, iterate, list_records
from core.services.lists.paging import fetch, phases
from core.services.lists.sorting import order_of
from core.services.work import Work

SORTS = ("model", "hours", "load", "price", "installed_on", "id")
NAMES = (None, "Ätna", "aetna", "ATLAS", "Zulu", "王伟明", "李", "атлас", "o'neil", "Atlas 2", "😀")


def machine(number: int, chance: random.Random) -> dict[str, Any]:
    days = chance.choice((None, *range(3)))
    return {
        "serial": f"S{number:03}",
        "model": chance.choice(NAMES),
        "hours": chance.choice((None, 0, 1, 2**62)),
        "load": chance.choice((None, Decimal("0.00000001"), Decimal("-5"), Decimal("1234567890.12345678"))),
        "price": chance.choice((None, "-1", "0", "10.50", "10.51")),
        "currency": "EUR",
        "installed_on": None if days is None else str(date(2026, 2, 27) + timedelta(days=days)),
    }


@pytest.fixture
def machines(work: Work) -> list[dict[str, Any]]:
    """Sixty machines with many equal and many empty values."""
    chance = random.Random(7)
    customer = records.create(work, "customers", [{"name": "Acme"}])[0]
    rows = [{**machine(number, chance), "customer": customer} for number in range(60)]
    return records.read_many(work, "sample.machines", records.create(work, "sample.machines", rows))


def pages(work: Work, **query: Any) -> Iterator[list[dict[str, Any]]]:
    after = None
    while True:
        page = list_records(work, "sample.machines", Query(after=after, **query))
        yield page.rows
        after = page.next
        if after is None:
            return


def expected(rows: Sequence[dict[str, Any]], field: str, *, descending: bool) -> list[int]:
    """The ids in order: value, then id; empty values last."""
    key = sort_key if field == "model" else lambda value: value
    full = sorted(
        ((key(row[field]), row["id"]) for row in rows if row[field] is not None), reverse=descending
    )
    empty = sorted((row["id"] for row in rows if row[field] is None), reverse=descending)
    return [id for _value, id in full] + empty


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_any_size_together_are_the_whole_list(
    work: Work, machines: list[dict[str, Any]], sort: str
) -> None:
    for sign, limit in product(("", "-"), (1, 7, 59, 60, 61)):
        found = [row["id"] for page in pages(work, sort=sign + sort, limit=limit) for row in page]
        assert found == expected(machines, sort, descending=sign == "-"), (sign, limit)


def test_chunks_for_an_export_are_the_same_list(work: Work, machines: list[dict[str, Any]]) -> None:
    chunks = list(iterate(work, "sample.machines", Query(sort="-hours", limit=1), chunk=13))
    assert [row["id"] for chunk in chunks for row in chunk] == expected(machines, "hours", descending=True)
    assert {len(chunk) for chunk in chunks[:-1]} == {13}


def test_a_page_is_not_disturbed_by_what_happens_before_it(
    work: Work, machines: list[dict[str, Any]]
) -> None:
    first = list_records(work, "sample.machines", Query(sort="id", limit=10))
    records.delete(work, "sample.machines", [row["id"] for row in first.rows])
    second = list_records(work, "sample.machines", Query(sort="id", limit=10, after=first.next))
    assert [row["id"] for row in second.rows] == [row["id"] for row in machines[10:20]]


def rights_of(work: Work) -> FieldRights:
    return work.access.field_rights(work.actor, work.registry.type_of("sample.machines"))


TWO_WAYS = Sort(name="busy", fields=("-hours", "installed_on"))
SAME_WAY = Sort(name="used", fields=("leased", "customer"))


def several(rows: Sequence[dict[str, Any]], *, turned: bool) -> list[int]:
    """By hours, the most first, then by day; turned round, by hours, the least first, latest day first."""

    def rank(row: dict[str, Any]) -> tuple[Any, ...]:
        hours, day, sign = row["hours"], row["installed_on"], -1 if turned else 1
        ordinal = 0 if day is None else day.toordinal()
        return hours is None, -sign * (hours or 0), day is None, sign * ordinal, sign * row["id"]

    return [row["id"] for row in sorted(rows, key=rank)]


@pytest.mark.parametrize("turned", [False, True])
def test_several_keys_in_both_directions(work: Work, machines: list[dict[str, Any]], turned: bool) -> None:
    record_type = work.registry.type_of("sample.machines")
    offering = replace(record_type, resource=replace(record_type.resource, sorts=(TWO_WAYS,)))
    order = order_of(offering, "-busy" if turned else "busy", rights_of(work))
    statement = select(*(key.column for key in order.keys))
    found: list[Any] = []
    while rows := fetch(work, phases(statement, order, tuple(found[-1]) if found else None), 7):
        found += rows
    assert [row[-1] for row in found] == several(machines, turned=turned)


def test_one_comparison_where_all_keys_go_the_same_way(work: Work) -> None:
    record_type = work.registry.type_of("sample.machines")
    offering = replace(record_type, resource=replace(record_type.resource, sorts=(SAME_WAY,)))
    order = order_of(offering, "used", rights_of(work))
    (statement,) = phases(select(record_type.model.id), order, (False, 1, 2))
    sql = str(statement)
    assert "(sample_machine.leased, sample_machine.customer_id, sample_machine.id) >" in sql
    assert "sample_machine.leased >= " in sql  # the leading bound


@pytest.mark.usefixtures("machines")
def test_no_page_skips_rows_by_counting_them(work: Work) -> None:
    statements: list[tuple[str, Any]] = []
    engine = work.app.database.writer
    event.listen(engine, "before_cursor_execute", lambda *seen: statements.append(seen[2:4]))
    assert len(list(pages(work, sort="model", limit=20))) == 3
    # SQLAlchemy writes OFFSET 0 for SQLite
    assert {values[-1] for sql, values in statements if "OFFSET" in sql} <= {0}


WRONG_SORTS = (
    "serial",
    "-serial",
    "id; drop table x",
    "--id",
    " id",
    "x" * 10_000_000,
    "\x00",
    "model_key",
    "price,id",
)


def test_only_offered_sorts_are_taken(work: Work) -> None:
    for sort in WRONG_SORTS:
        with pytest.raises(Invalid) as refused:
            list_records(work, "sample.machines", Query(sort=sort))
        assert refused.value.errors["sort"][0].code == "sort_unknown"
        assert "model" in str(refused.value)
    with pytest.raises(Invalid, match="Did you mean hours"):
        list_records(work, "sample.machines", Query(sort="-huors"))


def test_a_cursor_belongs_to_its_sort(work: Work, machines: list[dict[str, Any]]) -> None:
    cursor = list_records(work, "sample.machines", Query(sort="hours", limit=5)).next
    for sort in ("-hours", "load", "id", None):
        with pytest.raises(Invalid):
            list_records(work, "sample.machines", Query(sort=sort, after=cursor))
    assert list_records(work, "sample.machines", Query(sort="hours", after=cursor)).rows


@pytest.mark.parametrize("sort", SORTS)
def test_pages_can_be_turned_back_to_the_first(work: Work, machines: list[dict[str, Any]], sort: str) -> None:
    for sign, limit in product(("", "-"), (1, 7, 59, 60)):
        query = Query(sort=sign + sort, limit=limit)
        forward = [list_records(work, "sample.machines", query)]
        while forward[-1].next:
            forward.append(list_records(work, "sample.machines", replace(query, after=forward[-1].next)))
        for there, back in zip(forward[:0:-1], forward[-2::-1], strict=True):
            before = list_records(work, "sample.machines", replace(query, before=there.previous))
            assert [row["id"] for row in before.rows] == [row["id"] for row in back.rows], (sign, limit)
            assert (before.previous is None) == (back.previous is None)
