"""The timeline: of one kind or of one type of activities, and with ten thousand of everything."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from sqlalchemy import insert

from core.data.models import Activity
from core.data.models.journal import JournalEntry
from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.statements import Counting
from core.testing.web import Arrive, Visitor
from tests.web.html import Element, opened, page

MANY, MOST = 10_000, 12
TYPES = "Types of activities"


def titles(tree: Element) -> list[str]:
    """What the events of a timeline are called."""
    return [item.one(class_="title").text for item in tree.all("li", class_="timeline-item")]


def types(tree: Element) -> dict[str, str]:
    """The types to choose, with where each leads."""
    return {item.text: item.attrs["href"] for item in tree.one("nav", aria_label=TYPES).all("a")}


def chosen(tree: Element) -> list[str]:
    return [item.text for item in tree.walk() if item.attrs.get("aria-current") == "true" and item.tag == "a"]


@pytest.fixture
def talked(app: App, make_customer: MakeCustomer) -> int:
    """A customer with one activity of each of four types."""
    id = make_customer()
    about = {"resource": "customers", "record_id": id, "status": "done"}
    with app.work(app.system(door="test")) as work:
        kinds = ("call", "meeting", "task", "note")
        records.create(
            work, "activities", [{**about, "type": kind, "subject": f"A {kind}"} for kind in kinds]
        )
    return id


def test_one_type_is_chosen_and_given_up_again_by_links(visitor: Arrive, talked: int) -> None:
    guest = visitor()
    everything = opened(guest, f"/customers/{talked}")
    assert list(types(everything)) == ["Call", "Meeting", "E-mail", "Visit", "Task", "Note"]
    meetings = opened(guest, types(everything)["Meeting"])
    assert (titles(meetings), chosen(meetings)) == (["A meeting"], ["Activities", "Meeting"])
    again = opened(guest, types(meetings)["Meeting"])
    assert (len(titles(again)), chosen(again)) == (4, ["Activities"])


def test_of_changes_there_are_no_types_and_of_visits_none_yet(visitor: Arrive, talked: int) -> None:
    guest = visitor()
    assert not opened(guest, f"/customers/{talked}/timeline?kind=changes").all("nav", aria_label=TYPES)
    assert "Nothing of this kind" in opened(guest, f"/customers/{talked}/timeline?type=visit").text


@pytest.mark.parametrize("type", ["nothing", "call' OR 1=1", "电话", "x" * 3_000])
def test_a_type_that_is_none_is_not_there(type: str, visitor: Arrive, talked: int) -> None:
    assert visitor().get(f"/customers/{talked}/timeline", params={"type": type}).status_code == 404


def test_who_sees_no_activities_sorts_out_none(visitor: Arrive, talked: int) -> None:
    guest = visitor({"core.customers.view": "all"})
    assert not opened(guest, f"/customers/{talked}").all("nav", aria_label=TYPES)
    assert guest.get(f"/customers/{talked}/timeline?type=call").status_code == 404


@pytest.fixture
def crowded(app: App, make_customer: MakeCustomer) -> int:
    """A customer with ten thousand activities, a fifth of them notes, and as many changes."""
    id, now = make_customer(), app.clock()
    about = {"resource": "customers", "record_id": id}
    done = {**about, "customer_id": id, "status": "done", "created_at": now, "updated_at": now, "version": 1}
    change = {**about, "actor_name": "Anna", "door": "web", "cause": "", "operation": "update"}
    activities, changes = [], []
    for number in range(MANY):
        at, type = now - timedelta(minutes=MANY - number), "call" if number % 5 else "note"
        activities.append({**done, "type": type, "subject": f"A {number}", "happens_at": at})
        changes.append({**change, "at": at, "work_uid": "u", "before": {"city": f"City {number}"}})
    with app.database.writing() as connection:
        connection.execute(insert(Activity.__table__), activities)  # type: ignore[arg-type]
        connection.execute(insert(JournalEntry.__table__), changes)  # type: ignore[arg-type]
    return id


def last_link(guest: Visitor, address: str) -> tuple[list[str], str]:
    """The titles of a stretch, and where the next one is."""
    headers = {"hx-request": "true", "hx-target": "li#timeline-more"}
    answer = guest.get(address, headers=headers)
    assert answer.status_code == 200
    tree = page(answer.text)
    return titles(tree), tree.one("li", id="timeline-more").attrs["hx-get"]


@pytest.mark.parametrize("query", ["", "?kind=changes", "?type=note"])
def test_ten_thousand_events_take_few_statements(
    query: str, visitor: Arrive, crowded: int, statements: Counting
) -> None:
    guest = visitor()
    opened(guest, "/")
    with statements() as asked:
        tree = opened(guest, f"/customers/{crowded}/timeline{query}")
    assert (len(titles(tree)), len(asked) <= MOST) == (20, True), "\n".join(asked)
    more = tree.one("li", id="timeline-more").attrs["hx-get"]
    with statements() as asked:
        found, further = last_link(guest, more)
    assert (len(found), len(asked) <= MOST) == (20, True), "\n".join(asked)
    assert urlsplit(further).path == f"/customers/{crowded}/timeline"


def test_notes_go_on_as_notes(visitor: Arrive, crowded: int) -> None:
    guest, further = visitor(), f"/customers/{crowded}/timeline?type=note"
    found: list[str] = []
    for _time in range(3):
        some, further = last_link(guest, further)
        found += some
    assert found == [f"A {number}" for number in range(MANY - 5, MANY - 305, -5)]
