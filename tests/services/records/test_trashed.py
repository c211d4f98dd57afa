"""What is in the trash is found by its index: nobody reads the living records for it."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import event

from core.services import records
from core.services.work import App
from tests.sample.fixtures import plugins, preparation

__all__ = ["plugins", "preparation"]


@pytest.fixture
def plans(app: App) -> Iterator[list[str]]:
    """How SQLite finds what statements ask for."""
    found: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if statement.startswith("SELECT"):
            cursor = connection.connection.cursor()
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            found.extend(row[3] for row in cursor.fetchall())

    for engine in (app.database.reader, app.database.writer):
        event.listen(engine, "before_cursor_execute", explain)
    yield found


@pytest.mark.databases("sqlite")
def test_the_trash_is_read_by_its_index(app: App, plans: list[str]) -> None:
    with app.work(app.system("test")) as work:
        (id,) = records.create(work, "customers", [{"name": "Acme"}])
        records.delete(work, "customers", [id])
        later = (work.now + timedelta(days=1), 2**40)
        kinds = [kind for kind in work.registry.types.values() if "delete" in kind.resource.verbs]
        for kind, before in product(kinds, (None, later)):
            plans.clear()
            found = records.trashed(work, kind, 51, before)
            assert [item.id for item in found] == ([id] if kind.name == "customers" else [])
            assert f"USING INDEX ix_{kind.model.__tablename__}_deleted_at" in " ".join(plans)
            assert not [plan for plan in plans if "TEMP B-TREE FOR ORDER" in plan]
