"""How many statements a page takes: at most twelve, however much has happened (issue 5)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from tests.web.html import opened

PAGES = ("", "/timeline", "/history", "/access", "/preview", "/tabs/contacts:customer", "/merge")
PARTS = ("/timeline", "/history", "/beside", "/lines", "/place", "/preview", "/access")
MOST = 12


@contextmanager
def counting(app: App) -> Iterator[list[str]]:
    """The statements that are sent to the database."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(app.database.reader, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(app.database.reader, "before_cursor_execute", note)


@pytest.fixture
def busy(app: App, make_customer: MakeCustomer) -> int:
    """A customer with a team, tags, lines, contacts, changes and activities of several people."""
    with app.work(app.system(door="test")) as work:
        people = records.create(
            work, "users", [{"login": f"u{number}", "name": f"User {number}"} for number in range(5)]
        )
        (unit,) = records.create(work, "units", [{"code": "HQ", "name": "Headquarters"}])
    team = [{"user": person} for person in people]
    id = make_customer(owner=people[0], unit=unit, team=team, tags=["a"], phones=[{"phone": "+49 731 5"}])
    about = {"resource": "customers", "record_id": id, "type": "call", "subject": "Ask"}
    with app.work(app.system(door="test")) as work:
        (contact,) = records.create(work, "contacts", [{"customer": id, "family_name": "Ito"}])
        rows = [{**about, "owner": person, "contact": contact} for person in people for _time in range(10)]
        done = [{**row, "status": "done"} for row in rows]
        records.create(work, "activities", [*rows, *done])
    for number in range(5):
        with app.work(app.system(door="test")) as work:
            records.update(work, "customers", [records.Update(id, {"city": f"City {number}"})])
    return id


@pytest.mark.parametrize("role", ["administrator", "manager", "salesperson"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_few_statements(role: str, path: str, app: App, visitor: Arrive, busy: int) -> None:
    guest = visitor(role)
    with app.work(app.system(door="test")) as work:
        records.update(work, "customers", [records.Update(busy, {"owner": guest.user})])
    opened(guest, "/")
    with counting(app) as statements:
        answer = guest.get(f"/customers/{busy}{path}")
    assert answer.status_code in (200, 403)
    assert len(statements) <= MOST, "\n".join(statements)


@pytest.mark.parametrize("path", PARTS)
def test_a_part_of_a_page_takes_few_statements(path: str, app: App, visitor: Arrive, busy: int) -> None:
    guest = visitor()
    opened(guest, "/")
    headers = {"hx-request": "true", "hx-target": "div#tab"}
    with counting(app) as statements:
        assert guest.get(f"/customers/{busy}{path}", headers=headers).status_code == 200
    assert len(statements) <= MOST, "\n".join(statements)
