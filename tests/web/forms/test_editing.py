from collections.abc import Callable
from typing import Any

from core.services import authentication, records
from core.services.work import App
from core.testing.app import Clock, MakeCustomer
from core.testing.web import Arrive
from tests.web.forms.filling import form_at, id_made, send, sent_again
from tests.web.html import page

Read = Callable[[str, int], dict[str, Any]]


def change(app: App, id: int, **values: Any) -> None:
    with app.work(app.system()) as work:
        records.update(work, "customers", [records.Update(id, values)])


def test_only_what_was_changed_is_written(visitor: Arrive, make_customer: MakeCustomer, read: Read) -> None:
    client, id = visitor(), make_customer(name="Acme", phone="+4930901820", notes="one\ntwo", tags=["vip"])
    answer = send(client, form_at(client, f"/customers/{id}/edit"), city="Berlin")
    assert answer.headers["location"] == f"/customers/{id}"
    row = read("customers", id)
    assert (row["city"], row["notes"], row["tags"], row["version"]) == ("Berlin", "one\ntwo", ["vip"], 2)


def test_a_form_that_changes_nothing_leaves_the_version(
    visitor: Arrive, make_customer: MakeCustomer, read: Read
) -> None:
    client, id = visitor(), make_customer(name="Acme", birthday=None, credit_limit="10.5", currency="EUR")
    assert send(client, form_at(client, f"/customers/{id}/edit")).status_code == 303
    assert read("customers", id)["version"] == 1


def test_a_moment_keeps_its_seconds_and_is_read_in_the_zone_of_the_reader(
    visitor: Arrive, app: App, read: Read
) -> None:
    client = visitor(time_zone="Asia/Shanghai")
    with app.work(app.system()) as work:
        values = {"subject": "Call", "due_at": "2026-11-22T01:02:03Z"}
        (id,) = records.create(work, "activities", [values])
    form = form_at(client, f"/activities/{id}/edit")
    assert form.one("input", name="due_at").attrs["value"] == "2026-11-22T09:02"
    send(client, form, subject="Ring up")
    assert read("activities", id)["due_at"].second == 3
    send(client, form_at(client, f"/activities/{id}/edit"), due_at="2026-11-23T08:00")
    assert read("activities", id)["due_at"].isoformat() == "2026-11-23T00:00:00+00:00"


def test_both_changed_the_same_field_and_one_chooses(
    visitor: Arrive, app: App, make_customer: MakeCustomer, read: Read
) -> None:
    client, id = visitor(), make_customer(name="Acme", city="Bonn")
    form = form_at(client, f"/customers/{id}/edit")
    change(app, id, city="Köln", street="Domplatz 1")
    answer = send(client, form, city="Berlin", industry="Steel")
    again = sent_again(answer)
    assert "Berlin" in again.text and "Köln" in again.text and "System changed City, Street" in again.text
    assert read("customers", id)["city"] == "Köln"
    assert id_made(send(client, again, _take__city="theirs")) == id
    row = read("customers", id)
    assert (row["city"], row["street"], row["industry"]) == ("Köln", "Domplatz 1", "Steel")


def test_whoever_chooses_his_own_value_gets_it(
    visitor: Arrive, app: App, make_customer: MakeCustomer, read: Read
) -> None:
    client, id = visitor(), make_customer(name="Acme", phones=[{"phone": "+4930901820"}])
    form = form_at(client, f"/customers/{id}/edit")
    change(app, id, phones=[{"phone": "+4930901821"}])
    again = sent_again(send(client, form, phones__0__phone="+4930901829"))
    assert "+4930901821" in again.text
    send(client, again)
    assert [line["phone"] for line in read("customers", id)["phones"]] == ["+4930901829"]


def test_changes_of_different_fields_do_not_stand_in_each_others_way(
    visitor: Arrive, app: App, make_customer: MakeCustomer, read: Read
) -> None:
    client, id = visitor(), make_customer(name="Acme")
    form = form_at(client, f"/customers/{id}/edit")
    change(app, id, city="Köln")
    assert send(client, form, industry="Steel").status_code == 303
    row = read("customers", id)
    assert (row["city"], row["industry"]) == ("Köln", "Steel")


def test_who_may_only_see_it_is_not_given_a_form(visitor: Arrive, make_customer: MakeCustomer) -> None:
    client, id = visitor({"core.customers.view": "all", "core.customers.edit": "own"}), make_customer()
    assert client.get(f"/customers/{id}/edit").status_code == 403
    assert client.post(f"/customers/{id}/edit", data={"name": "Mine"}).status_code == 403
    assert client.get("/customers/999/edit").status_code == 404


def test_masked_fields_are_shown_masked_and_stay_as_they_are(
    visitor: Arrive, make_customer: MakeCustomer, read: Read
) -> None:
    client = visitor({"core.customers.view": "all", "core.customers.edit": "all"})
    id = make_customer(name="Acme", email="anna@example.com", tax_id="DE136695976")
    form = form_at(client, f"/customers/{id}/edit")
    assert "a•••@example.com" in form.text and "DE136695976" not in form.text
    assert send(client, form, name="Acme AG", email="new@example.com").status_code == 303
    assert read("customers", id)["email"] == "anna@example.com"


def test_a_status_goes_only_where_it_may(visitor: Arrive, app: App) -> None:
    client = visitor()
    with app.work(app.system()) as work:
        (id,) = records.create(work, "sample.orders", [{"code": "A1"}])
    form = form_at(client, f"/sample/orders/{id}/edit")
    offered = [option.attrs["value"] for option in form.one("select", name="status").all("option")]
    assert offered == ["draft", "sent"]
    again = sent_again(send(client, form, status="paid"))
    assert "field-status-error" in {item.attrs.get("id") for item in again.walk()}


def test_the_session_ends_during_an_edit_and_nothing_is_lost(
    visitor: Arrive, app: App, make_customer: MakeCustomer, clock: Clock, read: Read
) -> None:
    client, id = visitor(), make_customer()
    form = form_at(client, f"/customers/{id}/edit")
    clock.forward(days=40)
    answer = send(client, form, name="typed")
    assert answer.status_code == 401
    tree = page(answer.text)
    with app.work(app.system()) as work:
        authentication.set_password(work.session, client.user, "correct horse", work.now)
    values = dict(tree.one("form", action="/sign-in").sent())
    again = client.post("/sign-in", data={**values, "login": "visitor1", "password": "correct horse"})
    kept = page(again.text).one("form", action=f"/customers/{id}/edit")
    assert client.post(kept.attrs["action"], data=dict(kept.sent())).status_code == 303
    assert read("customers", id)["name"] == "typed"


def test_what_was_deleted_meanwhile_is_said(visitor: Arrive, app: App, make_customer: MakeCustomer) -> None:
    client, id = visitor(), make_customer()
    form = form_at(client, f"/customers/{id}/edit")
    with app.work(app.system()) as work:
        records.delete(work, "customers", [id])
    answer = send(client, form, name="typed")
    assert answer.status_code == 404
    assert "typed" in page(answer.text).text
