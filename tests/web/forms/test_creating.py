from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from core.data.models import Customer
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from tests.web.forms.filling import form_at, form_in, id_made, send, sent_again
from tests.web.html import opened, page

Read = Callable[[str, int], dict[str, Any]]


def count(app: App) -> int:
    with app.reading(app.system()) as work:
        return work.session.scalar(select(func.count()).select_from(Customer)) or 0


def test_a_customer_is_made_of_a_form(visitor: Arrive, read: Read) -> None:
    client = visitor("salesperson")
    form = form_at(client, "/customers/new")
    answer = send(client, form, name="Acme", phone="+49 30 901820", country="Germany", tags="vip, new")
    made = read("customers", id_made(answer))
    assert (made["name"], made["country"], made["owner"]) == ("Acme", "DE", client.user)
    assert (made["phone"], made["tags"]) == ("+4930901820", ["new", "vip"])


def test_a_person_needs_no_company(visitor: Arrive, read: Read) -> None:
    client = visitor("salesperson")
    form = form_at(client, "/customers/new?kind=person")
    made = read(
        "customers", id_made(send(client, form, family_name="黄", given_name="军", birthday="1990-02-28"))
    )
    assert (made["kind"], made["name"], str(made["birthday"])) == ("person", "黄军", "1990-02-28")


def test_what_is_wrong_is_said_in_place_and_nothing_typed_is_lost(visitor: Arrive) -> None:
    client = visitor()
    form = form_at(client, "/customers/new")
    again = sent_again(send(client, form, name="Acme", email="no address", notes="two\r\nlines"))
    assert again.one("input", name="email").attrs["value"] == "no address"
    assert again.one("input", name="email").attrs["aria-invalid"] == "true"
    assert "autofocus" in again.one("input", name="email").attrs
    assert "".join(map(str, again.one("textarea", name="notes").inside)).strip() == "two\nlines"
    assert "E-mail" in again.one("div", class_="tone-red", role="alert").text


def test_a_form_that_is_sent_twice_makes_one_record(visitor: Arrive, app: App) -> None:
    client = visitor()
    form = form_at(client, "/customers/new")
    first, second = send(client, form, name="Acme"), send(client, form, name="Acme")
    assert first.headers["location"] == second.headers["location"]
    assert count(app) == 1


def test_save_and_new_leads_to_an_empty_form(visitor: Arrive) -> None:
    client = visitor()
    answer = send(client, form_at(client, "/customers/new?kind=person"), family_name="Li", _then="new")
    assert answer.headers["location"] == "/customers/new?kind=person"


def test_a_new_record_of_another_is_filled_in_by_the_address(
    visitor: Arrive, make_customer: MakeCustomer, read: Read
) -> None:
    client, customer = visitor(), make_customer(name="Acme")
    form = form_at(client, f"/contacts/new?customer={customer}")
    assert form.one("input", name="customer").attrs["value"] == "Acme"
    assert read("contacts", id_made(send(client, form, family_name="Li")))["customer"] == customer


def test_a_typed_name_of_a_reference_is_understood(
    visitor: Arrive, make_customer: MakeCustomer, read: Read
) -> None:
    client, customer = visitor(), make_customer(name="Acme GmbH")
    form = form_at(client, "/contacts/new")
    made = read("contacts", id_made(send(client, form, family_name="Li", customer="Acme GmbH")))
    assert made["customer"] == customer


def test_a_name_that_several_have_is_asked_about(visitor: Arrive, make_customer: MakeCustomer) -> None:
    client, ids = visitor(), [make_customer(name="Acme") for _number in range(2)]
    again = sent_again(send(client, form_at(client, "/contacts/new"), family_name="Li", customer="Acme"))
    assert f"#{ids[0]}, #{ids[1]}" in again.one("div", id="field-customer-error").text
    assert again.one("input", name="customer").attrs["value"] == "Acme"
    assert id_made(send(client, again, customer=f"#{ids[1]}"))


def test_an_amount_without_a_currency_is_in_that_of_the_company(
    visitor: Arrive, app: App, read: Read
) -> None:
    client = visitor()
    send(client, form_at(client, "/settings"), core__currency="CNY")
    made = read(
        "customers",
        id_made(send(client, form_at(client, "/customers/new"), name="A", credit_limit="1.234,50")),
    )
    assert (str(made["credit_limit"]), made["currency"]) == ("1234.50", "CNY")


def test_lines_are_added_moved_and_removed_without_scripts(visitor: Arrive, read: Read) -> None:
    client = visitor()
    form = form_at(client, "/customers/new")
    for number, phone in enumerate(("+4930901820", "+4930901821", "+4930901822")):
        form = form_in(page(send(client, form, name="Acme", _add="phones").text))
        form.one("input", name=f"phones.{number}.phone").attrs["value"] = phone
    form = form_in(page(send(client, form, _up="phones.2").text))
    form = form_in(page(send(client, form, _remove="phones.0").text))
    made = read("customers", id_made(send(client, form)))
    assert [line["phone"] for line in made["phones"]] == ["+4930901822", "+4930901821"]


def test_a_wrong_line_says_where_and_empty_lines_are_left_out(visitor: Arrive, read: Read) -> None:
    client = visitor()
    form = form_in(page(send(client, form_at(client, "/customers/new"), name="Acme", _add="emails").text))
    form = form_in(page(send(client, form, _add="emails").text))
    again = sent_again(send(client, form, emails__0__label="office", emails__1__email=""))
    assert "required" in again.one("div", id="field-emails-0-email-error").text
    assert (
        len(read("customers", id_made(send(client, again, emails__0__email="a@example.com")))["emails"]) == 1
    )


def test_nobody_is_offered_what_he_may_not_write(visitor: Arrive) -> None:
    client = visitor({"core.customers.create": "all", "core.customers.view": "all"})
    names = {item.attrs.get("name") for item in opened(client, "/customers/new").all("input")}
    assert "name" in names
    assert not names & {"phone", "email", "tax_id"}
    again = sent_again(send(client, form_at(client, "/customers/new"), tax_id="DE1"))
    assert "tax_id" not in {item.attrs.get("name") for item in again.all("input")}


def test_without_the_right_there_is_no_form(visitor: Arrive) -> None:
    client = visitor({"core.customers.view": "all"})
    assert client.get("/customers/new").status_code == 403
    assert client.post("/customers/new", data={"name": "Acme"}).status_code == 403


@pytest.mark.parametrize(
    "resource", ["customers", "contacts", "activities", "users", "roles", "units", "tags"]
)
def test_every_kind_of_core_has_a_form(visitor: Arrive, resource: str) -> None:
    form = form_at(visitor(), f"/{resource}/new")
    assert form.all("button", type="submit")


def test_an_order_begins_as_a_draft_and_has_lines(visitor: Arrive, read: Read) -> None:
    client = visitor()
    form = form_at(client, "/sample/orders/new")
    assert [option.attrs["value"] for option in form.one("select", name="status").all("option")] == ["draft"]
    form = form_in(page(send(client, form, code="A1", currency="EUR", _add="lines").text))
    answer = send(client, form, lines__0__article="Pump", lines__0__quantity="2.5", lines__0__price="12.50")
    made = read("sample.orders", id_made(answer))
    assert (made["status"], str(made["lines"][0]["price"])) == ("draft", "12.50")


def test_a_customer_abroad_has_its_own_language_currency_and_zone(visitor: Arrive, read: Read) -> None:
    client = visitor(language="zh-Hans")
    form = form_at(client, "/customers/new")
    typed = {"language": "德语", "currency": "欧元", "time_zone": "europe/berlin", "country": "德国"}
    id = id_made(send(client, form, name="Bluewave", annual_revenue="1.000,50", **typed))
    row = read("customers", id)
    assert [row[name] for name in typed] == ["de", "EUR", "Europe/Berlin", "DE"]
    again = form_at(client, f"/customers/{id}/edit")
    assert again.one("input", name="country").attrs["value"] == "德国"
    assert again.one("input", name="annual_revenue").attrs["value"] == "1000.50"
