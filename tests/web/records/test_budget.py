"""How many statements a page takes: at most twelve, however much has happened (issue 5)."""

import pytest

from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.statements import Counting
from core.testing.web import Arrive
from tests.web.html import opened

PAGES = ("", "/timeline", "/history", "/access", "/preview", "/tabs/contacts:customer", "/merge")
PARTS = ("/timeline", "/history", "/beside", "/lines", "/place", "/preview", "/access")
MOST = 12


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
def test_a_page_takes_few_statements(
    role: str, path: str, app: App, visitor: Arrive, busy: int, statements: Counting
) -> None:
    guest = visitor(role)
    with app.work(app.system(door="test")) as work:
        records.update(work, "customers", [records.Update(busy, {"owner": guest.user})])
    opened(guest, "/")
    with statements() as asked:
        answer = guest.get(f"/customers/{busy}{path}")
    assert answer.status_code in (200, 403)
    assert len(asked) <= MOST, "\n".join(asked)


@pytest.mark.parametrize("path", PARTS)
def test_a_part_of_a_page_takes_few_statements(
    path: str, visitor: Arrive, busy: int, statements: Counting
) -> None:
    guest = visitor()
    opened(guest, "/")
    headers = {"hx-request": "true", "hx-target": "div#tab"}
    with statements() as asked:
        assert guest.get(f"/customers/{busy}{path}", headers=headers).status_code == 200
    assert len(asked) <= MOST, "\n".join(asked)
