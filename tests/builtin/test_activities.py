"""What follows from an activity's type and status, and how one leads to the next."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.data.models import Activity
from core.errors import Invalid
from core.services.work import App
from core.testing.app import Clock
from tests.builtin.conftest import Act, Create, Update

Read = Callable[[str, int], dict[str, Any]]
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_note_is_done_at_once_and_titled_by_its_text(create: Create, read: Read, clock: Clock) -> None:
    note = read("activities", create("activities", description="\n Asked for a quote\nand a visit"))
    assert (note["status"], note["done_at"], note["subject"]) == ("done", clock.now, "Asked for a quote")
    assert note["happens_at"] == clock.now


def test_an_activity_says_what_it_is_about(create: Create) -> None:
    with pytest.raises(Invalid) as refused:
        create("activities", type="call")
    assert set(refused.value.errors) == {"subject"}


@pytest.mark.parametrize(("kind", "channel"), [("call", "phone"), ("visit", "visit"), ("task", None)])
def test_the_channel_is_that_of_the_type(create: Create, read: Read, kind: str, channel: str | None) -> None:
    assert read("activities", create("activities", type=kind, subject="Hello"))["channel"] == channel


def test_a_channel_that_is_said_stays(create: Create, read: Read) -> None:
    id = create("activities", type="call", subject="Hello", channel="chat", direction="in")
    assert read("activities", id)["channel"] == "chat"


def test_nothing_ends_before_it_starts(create: Create) -> None:
    with pytest.raises(Invalid) as refused:
        create(
            "activities", type="meeting", subject="Hi", starts_at=MONDAY, ends_at=MONDAY - timedelta(hours=1)
        )
    assert refused.value.errors["ends_at"][0].code == "ends_before"


def test_done_and_reopened(create: Create, update: Update, read: Read, clock: Clock) -> None:
    id = create("activities", type="task", subject="Send offer", due_at=MONDAY)
    assert read("activities", id)["done_at"] is None
    update("activities", id, status="done")
    assert read("activities", id)["done_at"] == clock.now
    update("activities", id, status="planned")
    assert (read("activities", id)["done_at"], read("activities", id)["happens_at"]) == (None, MONDAY)


def test_a_cancelled_activity_is_not_done_without_being_planned_again(create: Create, update: Update) -> None:
    id = create("activities", type="task", subject="Send offer")
    update("activities", id, status="cancelled")
    with pytest.raises(Invalid) as refused:
        update("activities", id, status="done")
    assert refused.value.errors["status"][0].code == "transition_forbidden"


def test_it_is_anchored_to_the_customer_of_what_it_is_about(create: Create, read: Read) -> None:
    customer = create("customers", name="Acme")
    contact = create("contacts", customer=customer, name="Ann")
    about_contact = create("activities", subject="Hi", type="call", resource="contacts", record_id=contact)
    about_customer = create("activities", subject="Hi", type="call", customer=customer)
    assert read("activities", about_contact)["customer"] == customer
    assert read("activities", about_customer)["resource"] == "customers"


def test_completing_plans_the_next_step(create: Create, act: Act, app: App, read: Read) -> None:
    customer, ann = create("customers", name="Acme"), create("users", login="ann", name="Ann")
    id = create("activities", type="call", subject="First call", customer=customer, owner=ann)
    act(
        "activities", "complete", id,
        outcome="Interested", next_step="Send offer", next_due_at=MONDAY, next_type="task",
    )  # fmt: skip
    with app.reading(app.system("test")) as work:
        (next_id,) = work.session.scalars(select(Activity.id).where(Activity.id > id))
    done, planned = read("activities", id), read("activities", next_id)
    assert (done["status"], done["outcome"], done["next_step"]) == ("done", "Interested", "Send offer")
    expected = {"type": "task", "subject": "Send offer", "status": "planned", "due_at": MONDAY}
    assert planned | expected | {"customer": customer, "owner": ann} == planned


def test_completing_without_a_next_step_plans_nothing(create: Create, act: Act, app: App) -> None:
    id = create("activities", type="call", subject="First call")
    assert act("activities", "complete", id, outcome="No") == id
    with app.reading(app.system("test")) as work:
        assert list(work.session.scalars(select(Activity.id))) == [id]


def test_nothing_is_completed_twice(create: Create, act: Act) -> None:
    id = create("activities", description="A note")
    with pytest.raises(Invalid) as refused:
        act("activities", "complete", id, next_due_at=MONDAY)
    assert refused.value.errors["status"][0].code == "done_already"


def test_participants_are_users_contacts_or_anybody(create: Create, read: Read) -> None:
    contact = create("contacts", customer=create("customers", name="Acme"), name="Ann")
    people = [{"contact": contact}, {"name": "Guest", "email": "guest@example.com"}]
    id = create("activities", type="meeting", subject="Kick-off", participants=people)
    assert [line["name"] for line in read("activities", id)["participants"]] == [None, "Guest"]
