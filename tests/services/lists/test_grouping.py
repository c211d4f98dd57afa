"""Groups: the rows of one stand together on pages of any size; each is counted, within the actor's rights."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby, product
from typing import Any

import pytest
from sqlalchemy import event

from core.contracts.resources import View
from core.errors import Invalid
from core.labels import Label
from core.services import lists, records
from core.services.lists import Query, Span, count_groups, list_records
from core.services.work import App, Work
from core.testing.people import Hire

MACHINES = "sample.machines"


@pytest.fixture
def machines(work: Work) -> Sequence[int]:
    """Thirty machines of three customers, installed on two days of January, one in March, or nobody knows."""
    customers = records.create(work, "customers", [{"name": name} for name in "ABC"])
    days = ("2026-01-05", "2026-01-31", "2026-03-01", None, None)
    rows = [
        {"serial": f"S{n:02}", "hours": n, "customer": customers[n % 3], "installed_on": days[n % 5]}
        for n in range(30)
    ]
    return records.create(work, MACHINES, rows)


def walked(work: Work, **query: Any) -> list[dict[str, Any]]:
    """All rows by pages to the end, after the same way back was walked and led to the same."""
    pages = [list_records(work, MACHINES, Query(**query))]
    while pages[-1].next:
        pages.append(list_records(work, MACHINES, Query(after=pages[-1].next, **query)))
    back = pages[-1]
    for page in pages[-2::-1]:
        back = list_records(work, MACHINES, Query(before=back.previous, **query))
        assert back.rows == page.rows
    return [row for page in pages for row in page.rows]


@pytest.mark.parametrize("group", ["customer", "installed_on"])
def test_groups_stand_together_on_pages_of_any_size(work: Work, machines: Sequence[int], group: str) -> None:
    for limit, sort in product((1, 7, 29, 100), (None, "hours", "-model")):
        found = walked(work, group=group, sort=sort, limit=limit)
        assert sorted(row["id"] for row in found) == sorted(machines)
        values = [value for value, _rows in groupby(row[group] for row in found)]
        assert len(values) == len(set(values)), (limit, sort)


def test_a_sort_that_begins_with_the_group_stays(work: Work, machines: Sequence[int]) -> None:
    found = walked(work, group="installed_on", sort="-installed_on", limit=50)
    assert [row["installed_on"] for row in found][::6] == [
        *(date(2026, 3, 1), date(2026, 1, 31), date(2026, 1, 5)),
        *(None, None),
    ]


def test_only_what_an_index_serves_can_be_grouped_by(work: Work) -> None:
    types = work.registry.types
    assert list(types["customers"].groups) == ["owner", "unit", "parent", "country", "updated_at"]
    for group in ("serial", "tags", "status", "nosuch", "hours", "id", "'"):
        with pytest.raises(Invalid) as refused:
            list_records(work, MACHINES, Query(group=group))
        assert refused.value.errors["group"][0].code == "group_unknown"


def test_groups_are_counted_by_one_statement(work: Work, machines: Sequence[int]) -> None:
    spans = [
        Span(date(2026, 1, 1), date(2026, 2, 1)),
        Span(date(2026, 3, 1)),
        Span(None),
        Span(date(1999, 1, 1)),
    ]
    query = Query(group="installed_on")
    assert count_groups(work, MACHINES, query, spans) == [12, 6, 12, 0]
    few = Query(group="installed_on", where={"field": "hours", "op": "lt", "value": 5})
    statements: list[str] = []
    engine = work.app.database.writer
    event.listen(engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    assert count_groups(work, MACHINES, few, spans) == [2, 1, 2, 0]
    assert len(statements) == 1
    assert count_groups(work, MACHINES, query, []) == []


def test_groups_hold_what_the_actor_may_see(app: App, hire: Hire) -> None:
    hire("sara", "salesperson")
    with app.work(app.system("test")) as work:
        rows = [{"name": "Hers", "owner": "sara", "country": "DE"}, {"name": "Not hers", "country": "DE"}]
        records.create(work, "customers", rows)
    with app.reading(app.actors.of_user("sara", "test")) as work:
        assert lists.count_groups(work, "customers", Query(group="country"), [Span("DE")]) == [1]


@pytest.mark.databases("sqlite")
def test_groups_are_read_in_the_order_of_an_index(work: Work, machines: Sequence[int]) -> None:
    plans: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        cursor = connection.connection.cursor()
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
        plans.extend(row[3] for row in cursor.fetchall())

    event.listen(work.app.database.writer, "before_cursor_execute", explain)
    for group in ("customer", "installed_on"):
        list_records(work, MACHINES, Query(group=group, limit=5, count="none", fields=("id", group)))
    assert plans and not [plan for plan in plans if "TEMP B-TREE" in plan]


def test_a_ready_made_view_says_its_group() -> None:
    view = View(name="by_owner", title=Label("By owner"), group="owner", columns=("name",))
    assert view.definition == {"group": "owner", "columns": ["name"]}
