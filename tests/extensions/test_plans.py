"""How lists are found at a size where it matters: by EXPLAIN on both databases, never by the clock."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event, text

from core.services.lists import Query, list_records
from core.services.lists.query import MAX_LIMIT
from core.services.work import App

COUNT = 20_000
NUMBERS = {
    "sqlite": f"WITH RECURSIVE g(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM g WHERE i < {COUNT}) ",
    "postgresql": f"WITH g AS (SELECT i FROM generate_series(1, {COUNT}) i) ",
}
ROWS = (
    "INSERT INTO core_customer (id, version, kind, number, name, name_key, do_not_contact, created_at,"
    " updated_at) SELECT i, 1, 'company', 'N' || i, 'C' || i, 'c' || (i * 7919) % 20000, false,"
    " '2026-01-01 00:00:00', '2026-01-01 00:00:00' FROM g",
    "INSERT INTO watt_account (id, meter, credit_grade, load, green) SELECT i, 'M' || i,"
    " CASE WHEN i % 1000 = 0 THEN 'C' WHEN i % 2 = 0 THEN 'A' END, (i * 104729) % 1000003, false"
    " FROM g WHERE i % 10 <> 9",
    "INSERT INTO guild_member (id, card, points) SELECT i, 'K' || i, i % 100 FROM g WHERE i % 2 = 0",
)


@pytest.fixture
def many(app: App) -> App:
    """Many customers, most of them with rows beside them."""
    with app.database.writing() as connection:
        for statement in ROWS:
            connection.execute(text(NUMBERS[app.database.kind] + statement))
        if app.database.kind == "postgresql":
            connection.execute(text("ANALYZE"))
    return app


Plans = Callable[..., list[str]]


@pytest.fixture
def plans(many: App) -> Plans:
    """The plans of all statements that a list runs, one text each."""

    def of(**query: Any) -> list[str]:
        seen: list[tuple[str, Any]] = []
        note = lambda *said: seen.append((said[2], said[3]))  # noqa: E731
        with many.reading(many.system()) as work:
            event.listen(many.database.reader, "before_cursor_execute", note)
            list_records(work, "customers", Query(count="none", **query))
            event.remove(many.database.reader, "before_cursor_execute", note)
        explain = "EXPLAIN QUERY PLAN " if many.database.kind == "sqlite" else "EXPLAIN "
        with many.database.reading() as connection:
            found = [connection.exec_driver_sql(explain + sql, values).all() for sql, values in seen]
        return ["\n".join(str(line[-1]) for line in lines) for lines in found]

    return of


WALKS_INDEX = re.compile(r"(INDEX|Scan using|Scan Backward using) ix_watt_account_load")
SORTS = re.compile(r"TEMP B-TREE|^\s*(->\s+)?(Incremental )?Sort|Seq Scan on core_customer", re.MULTILINE)


@pytest.mark.parametrize("sort", ["watt.load", "-watt.load"])
@pytest.mark.parametrize("where", [None, {"field": "watt.load", "op": "gt", "value": "0.5"}])
def test_a_page_in_the_order_of_an_extension_walks_its_index(plans: Plans, sort: str, where: Any) -> None:
    first, *rest = plans(sort=sort, where=where, fields=["name"])
    assert WALKS_INDEX.search(first), first
    assert not SORTS.search(first), first
    assert rest == []


@pytest.mark.parametrize("sort", ["watt.load", "-watt.load"])
def test_a_later_page_begins_in_the_index(many: App, plans: Plans, sort: str) -> None:
    with many.reading(many.system()) as work:
        page = list_records(work, "customers", Query(sort=sort, limit=MAX_LIMIT, fields=["id"]))
    (plan,) = plans(sort=sort, after=page.next, fields=["name"])
    assert WALKS_INDEX.search(plan), plan
    assert not SORTS.search(plan), plan
    assert re.search(r"\(load[<>]\?|Index Cond: \(ROW\(", plan), plan


def test_what_stands_beside_a_page_is_looked_up_by_id_in_one_statement(plans: Plans) -> None:
    _page, beside = plans(sort="name", limit=50)
    assert "Seq Scan on core_customer" not in beside
    assert not re.search(r"SCAN (?!CONSTANT|json_each)", beside), beside


def test_few_rows_are_begun_with_and_many_are_looked_up(plans: Plans) -> None:
    few = plans(sort="name", where={"field": "watt.meter", "value": "M17"}, fields=["name"])[-1]
    assert re.search(r"(ix|uq)_watt_account_meter", few), few
    many = plans(sort="name", where={"field": "watt.credit_grade", "value": "A"}, fields=["name"])[-1]
    assert "ix_core_customer_name_key" in many, many
    assert not SORTS.search(many), many


def test_without_a_value_rows_are_found_in_the_order_of_ids(many: App, plans: Plans) -> None:
    where = {"field": "watt.load", "op": "empty", "value": True}
    statements = plans(sort="watt.load", where=where, fields=["name"])
    if many.database.kind == "sqlite":  # PostgreSQL may sort the few that it expects
        assert not SORTS.search(statements[-1]), statements[-1]
