"""Filters by what stands in the records that a record names: "Customer: City"."""

from collections.abc import Sequence

import pytest

from core.services import records
from core.services.work import App
from core.testing.web import Arrive, Visitor
from tests.web.html import opened, page

VIEW = {"core.contacts.view": "all"}


@pytest.fixture
def contacts(app: App, customers: Sequence[int]) -> Sequence[int]:
    """A contact for each of the first eight customers, two of them in Ulm."""
    rows = [{"name": f"Contact {number}", "customer": customers[number]} for number in range(8)]
    with app.work(app.system(door="test")) as work:
        return records.create(work, "contacts", rows)


def offered(client: Visitor) -> dict[str, str]:
    fields = page(client.get("/contacts/filter").text).one("select", name="c.0.0.field")
    return {item.attrs["value"]: item.text for item in fields.all("option")}


def test_fields_of_references_are_offered_in_groups_and_asked_for(
    visitor: Arrive, contacts: Sequence[int]
) -> None:
    client = visitor()
    form = page(client.get("/contacts/filter").text)
    group = next(item for item in form.all("optgroup") if item.attrs["label"] == "Customer")
    assert "Customer: City" in [item.text for item in group.all("option")]
    sent = {"list": "", "do": "apply", "c.0.0.field": "customer.city", "c.0.0.op": "eq", "c.0.0.value": "Ulm"}
    address = client.get("/contacts/filter", params=sent).headers["location"]
    assert address == "/contacts?filter%5Bcustomer.city%5D%5Beq%5D=Ulm"
    found = opened(client, address)
    assert found.one("span", id="list-count").text == "2"
    assert found.one("span", class_="chip").text.startswith("Customer: City is Ulm")


def test_a_reference_behind_a_reference_is_said_by_its_name(visitor: Arrive, contacts: Sequence[int]) -> None:
    client = visitor()
    found = opened(client, f"/contacts?filter[customer.owner]={client.user}")
    assert found.one("span", class_="chip").text.startswith("Customer: Owner is Visitor1")
    form = opened(client, f"/contacts/filter?filter[customer.owner]={client.user}")
    assert form.one("input", name="c.0.0.value").attrs["value"] == "Visitor1"


def test_words_of_references_are_in_the_readers_language(visitor: Arrive, contacts: Sequence[int]) -> None:
    for language, words in (("zh-Hans", "客户：城市"), ("zh-Hant", "客戶：城市")):
        assert offered(visitor(language=language))["customer.city"] == words


def test_only_what_may_be_seen_of_references_is_offered(visitor: Arrive, contacts: Sequence[int]) -> None:
    assert not any(name.startswith("customer.") for name in offered(visitor(VIEW)))
    seller = visitor({**VIEW, "core.customers.view": "all"})
    assert "customer.city" in offered(seller)
    assert "customer.email" not in offered(seller)  # it is masked for him
    assert seller.get("/contacts?filter[customer.email]=a@b.example").status_code == 422


def test_records_that_may_not_be_seen_are_not_found_by_what_stands_in_them(
    visitor: Arrive, contacts: Sequence[int]
) -> None:
    seller = visitor({**VIEW, "core.customers.view": "own"})
    assert opened(seller, "/contacts?filter[customer.city]=Ulm").one("span", id="list-count").text == "0"
