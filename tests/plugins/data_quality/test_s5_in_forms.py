"""S5: a likely duplicate is pointed out while somebody types, and before it is saved."""

from sqlalchemy import func, select

from core.data.models import Customer
from core.services import settings
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from tests.web.forms.filling import form_at, id_made, send, sent_again
from tests.web.html import page


def count(app: App) -> int:
    with app.reading(app.system()) as work:
        return work.session.scalar(select(func.count()).select_from(Customer)) or 0


def test_it_is_pointed_out_while_somebody_types(
    visitor: Arrive, make_customer: MakeCustomer, app: App
) -> None:
    client, id = visitor(), make_customer(name="Acme Pumpen GmbH", phone="+4930901820")
    typed = {"name": "ACME Pumpen", "phone": "+49 30 901820"}
    with app.database.writing():  # whoever types does not wait for somebody who writes
        answer = client.post("/customers/duplicates", data=typed)
    assert page(answer.text).one("a").attrs["href"] == f"/customers/{id}"
    assert page(client.post("/customers/duplicates", data={"name": "Zebra"}).text).all("a") == []
    assert count(app) == 1


def test_it_is_pointed_out_before_saving_and_saved_all_the_same(
    visitor: Arrive, make_customer: MakeCustomer, app: App
) -> None:
    client, id = visitor(), make_customer(name="Acme Pumpen GmbH", phone="+4930901820")
    form = form_at(client, "/customers/new")
    again = sent_again(send(client, form, name="ACME Pumpen", phone="+49 30 901820"))
    assert again.one("a", href=f"/customers/{id}").text == "Acme Pumpen GmbH"
    assert count(app) == 1
    assert id_made(send(client, again)) != id
    assert count(app) == 2


def test_nobody_learns_of_customers_that_he_may_not_see(visitor: Arrive, make_customer: MakeCustomer) -> None:
    make_customer(name="Acme Pumpen GmbH", phone="+4930901820")
    rights = {f"core.customers.{action}": "own" for action in ("view", "create", "phone")}
    answer = visitor(rights).post(
        "/customers/duplicates", data={"name": "ACME Pumpen", "phone": "+4930901820"}
    )
    assert page(answer.text).all("a") == []
    assert "Acme" not in answer.text


def test_a_company_can_have_them_refused(visitor: Arrive, make_customer: MakeCustomer, app: App) -> None:
    make_customer(name="Acme Pumpen GmbH", phone="+4930901820")
    with app.work(app.system()) as work:
        settings.set_value(work, "data_quality.on_duplicate", "refuse")
    client = visitor({f"core.customers.{action}": "all" for action in ("view", "create", "phone")})
    again = sent_again(send(client, form_at(client, "/customers/new"), name="Acme Pumpen GmbH"))
    assert again.one("input", name="name").attrs["value"] == "Acme Pumpen GmbH"
    assert count(app) == 1
