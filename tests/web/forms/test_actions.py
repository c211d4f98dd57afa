from collections.abc import Callable
from typing import Any

from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from tests.web.forms.filling import form_at, send, sent_again
from tests.web.html import page

Read = Callable[[str, int], dict[str, Any]]


def order(app: App) -> int:
    with app.work(app.system()) as work:
        return records.create(work, "sample.orders", [{"code": "A1"}])[0]


def test_an_action_asks_for_what_it_needs(visitor: Arrive, app: App, read: Read) -> None:
    client, id = visitor(time_zone="Europe/Berlin"), order(app)
    form = form_at(client, f"/sample/orders/{id}/actions/send")
    again = sent_again(send(client, form, terms="net 30"))
    assert "required" in again.one("div", id="field-due_at-error").text
    assert again.one("textarea", name="terms").text == "net 30"
    assert send(client, again, due_at="2026-12-24T12:00").headers["location"] == f"/sample/orders/{id}"
    row = read("sample.orders", id)
    assert (row["status"], row["due_at"].hour, row["terms"]) == ("sent", 11, "net 30")


def test_an_action_that_is_sent_twice_is_done_once(visitor: Arrive, app: App) -> None:
    client, id = visitor(), order(app)
    form = form_at(client, f"/sample/orders/{id}/actions/send")
    assert send(client, form, due_at="2026-12-24T12:00").status_code == 303
    assert send(client, form, due_at="2026-12-24T12:00").status_code == 303


def test_a_secret_is_shown_once_and_never_again(visitor: Arrive) -> None:
    client = visitor()
    form = form_at(client, "/tokens/actions/create")
    answer = send(client, form, name="laptop")
    assert answer.status_code == 200, answer.text[:500]
    assert "once" in page(answer.text).one("div", class_="tone-orange").text
    again = send(client, form, name="laptop")
    assert again.status_code == 303


def test_a_password_is_not_shown_again(visitor: Arrive) -> None:
    client = visitor()
    form = form_at(client, f"/users/{client.user}/actions/password")
    again = sent_again(send(client, form, password="short"))
    assert again.one("input", name="password").has(type="password", value="")


def test_actions_need_their_right(visitor: Arrive, app: App, make_customer: MakeCustomer) -> None:
    client, id = visitor({"core.customers.view": "all"}), make_customer()
    assert client.get(f"/customers/{id}/actions/merge").status_code == 403
    assert client.post(f"/customers/{id}/actions/merge", data={"lose": "1"}).status_code == 403


def test_settings_are_changed_together_or_not_at_all(visitor: Arrive) -> None:
    client = visitor()
    form = form_at(client, "/settings")
    again = sent_again(send(client, form, core__company="Acme", core__trash_days="many"))
    assert again.one("input", name="core.company").attrs["value"] == "Acme"
    assert form_at(client, "/settings").one("input", name="core.company").attrs["value"] == ""
    assert send(client, again, core__trash_days="14").status_code == 303
    assert form_at(client, "/settings").one("input", name="core.trash_days").attrs["value"] == "14"


def test_settings_are_for_those_who_may(visitor: Arrive) -> None:
    client = visitor("salesperson")
    assert client.get("/settings").status_code == 403
    assert client.post("/settings", data={"core.company": "Mine"}).status_code == 403
