"""Writing looks at the rows that it is about: SQLite's planner never has to read a table of records whole."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event

from core.services import records
from core.services.work import App, Work
from core.testing.people import Hire

TABLES = ("core_customer", "core_contact", "core_activity", "core_user", "sample_machine", "sample_order")


@pytest.fixture
def scans(app: App) -> Iterator[list[str]]:
    """The plans of all statements from now on that read a table of records from its beginning to its end."""
    found: list[str] = []

    def explain(connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            cursor = connection.connection.cursor()
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", values[0] if _more[-1] else values)
            steps = [row[3] for row in cursor.fetchall()]
            whole = [step for step in steps if step.startswith("SCAN") and "USING" not in step]
            found.extend(f"{step}: {statement}" for step in whole if step.split()[1] in TABLES)

    for engine in (app.database.reader, app.database.writer):
        event.listen(engine, "before_cursor_execute", explain)
    yield found


def write(work: Work) -> None:
    (customer,) = records.create(work, "customers", [{"name": "Acme", "number": "K1"}])
    (parent,) = records.create(work, "customers", [{"name": "Over", "number": "K0"}])
    (contact,) = records.create(work, "contacts", [{"name": "Ann", "customer": customer, "main": True}])
    records.create(work, "contacts", [{"name": "Bob", "customer": "K1", "main": True, "phone": "030 901820"}])
    (task,) = records.create(work, "activities", [{"type": "task", "subject": "Call", "customer": "K1"}])
    records.update(work, "customers", [records.Update(customer, {"parent": parent, "name": "Acme 2"})])
    records.update(work, "contacts", [records.Update(contact, {"main": True, "mobile": "0171 3920000"})])
    records.update(work, "activities", [records.Update(task, {"status": "done"})])
    records.delete(work, "activities", [task])
    records.restore(work, "activities", [task])


@pytest.mark.databases("sqlite")
def test_the_system_writes_without_reading_whole_tables(app: App, scans: list[str]) -> None:
    with app.work(app.system("test")) as work:
        write(work)
        records.create(work, "sample.machines", [{"customer": "K1", "serial": "S-1", "tags": ["new"]}])
    assert scans == []


@pytest.mark.databases("sqlite")
def test_a_salesperson_writes_without_reading_whole_tables(app: App, hire: Hire, scans: list[str]) -> None:
    hire("sara", "salesperson")
    with app.work(app.actors.of_user("sara", "test")) as work:
        write(work)
    assert scans == []
