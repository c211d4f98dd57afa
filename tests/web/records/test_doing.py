"""Logging, completing, moving, deleting, and taking back."""

import pytest

from core.services import lists, records
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.jobs import RunJobs
from core.testing.web import Arrive, Visitor
from tests.web.html import opened, page

MANY_LETTERS = "x" * 10_000


def activities(app: App, *fields: str) -> list[tuple[object, ...]]:
    with app.reading(app.system(door="test")) as work:
        found = lists.list_records(work, "activities", lists.Query(fields=("id", *fields), sort="id")).rows
    return [tuple(row[name] for name in fields) for row in found]


def plan(app: App, customer: int, **values: object) -> int:
    about = {"resource": "customers", "record_id": customer, "type": "call", "subject": "Ask"}
    with app.work(app.system(door="test")) as work:
        return records.create(work, "activities", [{**about, **values}])[0]


def submit(guest: Visitor, address: str, **values: str) -> str:
    """Open the page of a form, send the form as it is but for these values; answers where that leads."""
    form = next(item for item in opened(guest, address).all("form") if item.has(class_="log-form"))
    answer = guest.post(form.attrs["action"], data={**dict(form.sent()), **values})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.mark.parametrize("kind", ["call", "meeting", "email", "visit"])
def test_what_was_done_is_noted_in_two_clicks(
    kind: str, app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id, guest = make_customer(), visitor("salesperson")
    with app.work(app.system(door="test")) as work:
        records.update(work, "customers", [records.Update(id, {"owner": guest.user})])
    assert submit(guest, f"/customers/{id}/log/{kind}") == f"/customers/{id}"
    assert activities(app, "type", "status", "owner", "customer") == [(kind, "done", guest.user, id)]


def test_a_task_is_planned_for_tomorrow_morning(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id = make_customer()
    submit(visitor(time_zone="Asia/Shanghai"), f"/customers/{id}/log/task", subject="Write")
    ((status, due),) = activities(app, "status", "due_at")
    assert (status, due.hour) == ("planned", 1)  # type: ignore[attr-defined]  # nine in Shanghai


def test_the_next_step_is_planned_with_what_was_done(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id = make_customer()
    later = {"next_step": "Send the price", "next_due_at": "2030-05-01T10:00"}
    submit(visitor(), f"/customers/{id}/log/call", **later)
    assert activities(app, "subject", "status") == [("Call", "done"), ("Send the price", "planned")]


def test_a_refused_form_keeps_what_was_typed(visitor: Arrive, make_customer: MakeCustomer) -> None:
    address = f"/customers/{make_customer()}/log/call"
    answer = visitor().post(address, data={"subject": MANY_LETTERS, "description": "<b>x</b>", "when": "?"})
    assert answer.status_code == 422
    form = page(answer.text).one("form", class_="log-form")
    assert dict(form.sent())["subject"] == MANY_LETTERS
    assert form.one("textarea").text == "<b>x</b>"
    assert form.all(aria_invalid="true")


def test_a_form_that_is_sent_twice_notes_it_once(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id, guest = make_customer(), visitor()
    form = opened(guest, f"/customers/{id}/log/call").one("form", class_="log-form")
    for _time in range(2):
        assert guest.post(form.attrs["action"], data=dict(form.sent())).status_code == 303
    assert len(activities(app, "id")) == 1


def test_completing_proposes_the_next_step_and_plans_it(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id = make_customer()
    activity = plan(app, id, due_at="2026-01-05T09:30:00Z")
    back = submit(visitor(), f"/activities/{activity}/complete?next=/customers/{id}", plan="yes")
    assert back == f"/customers/{id}"
    done, following = activities(app, "subject", "status", "due_at")
    assert done[:2] == ("Ask", "done")
    assert following[:2] == ("Ask", "planned")
    assert (following[2].hour, following[2].minute) == (9, 30)  # type: ignore[attr-defined]


def test_completing_alone_plans_nothing(app: App, visitor: Arrive, make_customer: MakeCustomer) -> None:
    activity, guest = plan(app, make_customer()), visitor()
    submit(guest, f"/activities/{activity}/complete?next=//evil.example", plan="no", outcome="Sold")
    assert activities(app, "status", "outcome") == [("done", "Sold")]
    again = guest.post(f"/activities/{activity}/complete", data={"plan": "no"})
    assert again.status_code == 422
    assert "done already" in again.text


def test_a_status_is_moved_only_as_its_life_allows(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    activity, guest = plan(app, make_customer()), visitor()
    menu = opened(guest, f"/activities/{activity}").one("div", id="status-status")
    assert [item.text for item in menu.all("button")] == ["Done", "Cancelled"]
    answer = guest.post(f"/activities/{activity}/move", data={"field": "status", "value": "cancelled"})
    assert answer.status_code == 303
    refused = guest.post(f"/activities/{activity}/move", data={"field": "status", "value": "done"})
    assert refused.status_code == 422
    assert guest.post(f"/activities/{activity}/move", data={"field": "subject"}).status_code == 404
    assert activities(app, "status") == [("cancelled",)]


def test_a_status_that_somebody_else_moved_says_who(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    activity, guest = plan(app, make_customer()), visitor()
    with app.work(app.system(door="test")) as work:
        records.update(work, "activities", [records.Update(activity, {"subject": "Other"})])
    move = {"field": "status", "value": "done", "version": "1"}
    guest.post(f"/activities/{activity}/move", data=move)
    told = opened(guest, f"/activities/{activity}").one(id="toasts").text
    assert "system changed" in told
    assert activities(app, "status") == [("planned",)]


def test_what_is_deleted_comes_back_by_its_toast(
    app: App, visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id, guest = make_customer(), visitor()
    gone = guest.post(f"/customers/{id}/delete")
    assert gone.headers["location"] == "/customers"
    undo = opened(guest, "/customers").one(id="toasts").one("form").attrs["action"]
    assert guest.get(f"/customers/{id}").status_code == 404
    assert guest.post(undo).headers["location"] == f"/customers/{id}"
    assert opened(guest, f"/customers/{id}").one("h1")


@pytest.mark.parametrize(
    "before", ["x", "2026-01-01~1", "0001-01-01T00:00:00%2B14:00~1", "2026-01-01T00:00:00Z~x"]
)
def test_there_is_no_place_in_the_trash_that_is_none(visitor: Arrive, before: str) -> None:
    assert visitor().get(f"/trash?type=customers&before={before}").status_code == 422


def test_the_trash_shows_what_was_deleted_by_whom_and_gives_it_back(
    visitor: Arrive, make_customer: MakeCustomer
) -> None:
    id, guest = make_customer(name="Lost & Found"), visitor(name="Anna")
    guest.post(f"/customers/{id}/delete")
    trash = opened(guest, "/trash?type=customers")
    (row,) = trash.one("tbody").all("tr")
    assert "Lost & Found" in row.text
    assert "Visitor1" in row.text or "Anna" in row.text
    guest.post(row.one("form").attrs["action"])
    assert not opened(guest, "/trash?type=customers").all("tbody")


def test_nobody_restores_what_he_could_not_delete(visitor: Arrive, make_customer: MakeCustomer) -> None:
    id = make_customer()
    visitor().post(f"/customers/{id}/delete")
    reader = visitor({"core.customers.view": "all", "core.customers.delete": "own"})
    assert not opened(reader, "/trash").all("tbody")
    assert reader.post(f"/customers/{id}/restore").status_code == 404
    assert "Nothing of this kind" in opened(visitor({"core.customers.view": "all"}), "/trash").text


def test_a_merge_is_compared_done_and_undone(
    visitor: Arrive, make_customer: MakeCustomer, run_jobs: RunJobs
) -> None:
    keep, lose, guest = make_customer(name="Acme"), make_customer(name="Acme Ltd", city="Ulm"), visitor()
    form = opened(guest, f"/customers/{keep}/merge?with={lose}").one("form", class_="merge")
    assert dict(form.sent())["side.city"] == "lose"
    guest.post(f"/customers/{keep}/merge", data={**dict(form.sent()), "side.name": "lose"})
    merged = opened(guest, f"/customers/{keep}")
    assert "Acme Ltd" in merged.one("h1").text
    assert guest.get(f"/customers/{lose}").headers["location"] == f"/customers/{keep}"
    undo = merged.one(id="toasts").one("form").attrs["action"]
    assert guest.post(undo).headers["location"] == undo
    assert "being undone" in opened(guest, "/undo").text
    run_jobs()
    assert "Undone" in opened(guest, undo).text
    assert "Acme Ltd" in opened(guest, f"/customers/{lose}").one("h1").text


@pytest.mark.parametrize("other", ["0", "999", "x", "-1", "9" * 30])
def test_a_merge_with_nobody_is_refused(other: str, visitor: Arrive, make_customer: MakeCustomer) -> None:
    id, guest = make_customer(), visitor()
    assert guest.get(f"/customers/{id}/merge", params={"with": other}).status_code == 404
    assert guest.post(f"/customers/{id}/merge", data={"with": other}).status_code == 404
    itself = guest.get(f"/customers/{id}/merge", params={"with": str(id)})
    assert itself.status_code == 422


def test_operations_of_others_are_not_shown_and_not_undone(
    visitor: Arrive, make_customer: MakeCustomer
) -> None:
    visitor().post(f"/customers/{make_customer()}/delete")
    other = visitor({"core.customers.view": "all", "core.customers.delete": "all"})
    assert "Nothing to undo" in opened(other, "/undo").text
    assert other.get("/undo/1").status_code == 404
    assert other.post("/undo/1").status_code == 404
