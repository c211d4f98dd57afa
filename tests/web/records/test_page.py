"""The page of a record, as its parts and as a whole."""

import pytest

from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from tests.web.html import opened

PATHS = (
    *(
        "timeline",
        "history",
        "access",
        "preview",
        "beside",
        "lines",
        "place",
        "merge",
        "log/call",
        "log/note",
    ),
    *("log/note", "log/task", "tabs/contacts:customer", "tabs/customers:parent"),
)
KINDS = (
    *("customers", "users", "units", "roles", "activities", "contacts", "attachments", "tags"),
    *("saved_views", "tokens"),
)


def plan(app: App, customer: int, **values: object) -> int:
    """An activity about a customer."""
    about = {"resource": "customers", "record_id": customer, "type": "call"}
    with app.work(app.system(door="test")) as work:
        return records.create(work, "activities", [{**about, **values}])[0]


def test_the_page_shows_who_it_is_and_what_is_next(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id = make_customer(name="Kestrel Logistics", city="Ulm", phone="+49 731 123456")
    plan(app, id, subject="Call back", due_at="2030-01-01T10:00:00Z")
    plan(app, id, subject="Asked for a price", status="done")
    page = opened(visitor(), f"/customers/{id}")
    assert "Kestrel Logistics" in page.one("h1").text
    assert "Call back" in page.one(class_="next-activity").text
    assert "Asked for a price" in page.one("ol", class_="timeline").text


@pytest.mark.parametrize("path", PATHS)
def test_every_page_of_a_record_can_be_opened_as_a_whole_and_in_part(
    path: str, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id, guest = make_customer(), visitor()
    opened(guest, f"/customers/{id}/{path}")
    headers = {"hx-request": "true", "hx-target": "div#tab"}
    answer = guest.get(f"/customers/{id}/{path}", headers=headers)
    assert answer.status_code == 200
    assert "<html" not in answer.text


@pytest.mark.parametrize("kind", KINDS)
def test_records_of_every_kind_have_a_page(kind: str, visitor: Arrive, one_of_each: dict[str, int]) -> None:
    page = opened(visitor(), f"/{kind}/{one_of_each[kind]}")
    assert page.one("h1").text
