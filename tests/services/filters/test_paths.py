"""Filters through lines and named records, and what they may tell."""

from core.services import records
from core.services.lists import Query, list_records
from core.services.work import App, Work
from core.testing.app import MakeCustomer, actor_with
from tests.services.filters.asking import found, leaf, refused


def test_references_are_named_by_id_or_key(work: Work) -> None:
    first, second = records.create(work, "customers", [{"name": "A", "number": "7000"}, {"name": "B"}])
    rows = [{"serial": "A", "customer": first}, {"serial": "B", "customer": second}]
    records.create(work, "sample.machines", rows)
    for value in (first, str(first), "7000"):
        assert found(work, "sample.machines", leaf("customer", "eq", value)) == {"A"}
        assert found(work, "sample.machines", leaf("customer", "ne", value)) == {"B"}
    assert found(work, "sample.machines", leaf("customer", "in", [second, "7000", "none"])) == {"A", "B"}
    assert found(work, "sample.machines", leaf("customer", "in", [str(second), "7000"])) == {"A", "B"}
    assert found(work, "sample.machines", leaf("customer", "eq", f"0{first}")) == set()
    assert found(work, "sample.machines", leaf("customer", "eq", "nobody")) == set()
    assert found(work, "sample.machines", leaf("customer", "ne", "nobody")) == {"A", "B"}


def test_a_number_is_a_key_before_it_is_an_id(work: Work) -> None:
    first = records.create(work, "customers", [{"name": "A"}])[0]
    second = records.create(work, "customers", [{"name": "B", "number": str(first)}])[0]
    records.create(work, "customers", [{"name": "C", "parent": first}, {"name": "D", "parent": second}])
    by_text = list_records(work, "customers", Query(where=leaf("parent", "eq", str(first)))).rows
    by_id = list_records(work, "customers", Query(where=leaf("parent", "eq", first))).rows
    assert [row["name"] for row in (*by_text, *by_id)] == ["D", "C"]


def test_under_finds_the_whole_branch_of_a_tree(work: Work) -> None:
    top = records.create(work, "units", [{"code": "TOP", "name": "Top"}])[0]
    middle = records.create(work, "units", [{"code": "MID", "name": "Middle", "parent": top}])[0]
    records.create(work, "units", [{"code": "LOW", "name": "Low", "parent": middle}])
    names = {"TOP": "A", "MID": "B", "LOW": "C", None: "D"}
    records.create(
        work, "customers", [{"name": name, "number": name, "unit": unit} for unit, name in names.items()]
    )
    assert found(work, "customers", leaf("unit", "under", "MID")) == {"B", "C"}
    assert found(work, "customers", leaf("unit", "under", top)) == {"A", "B", "C"}
    assert found(work, "customers", {"not": leaf("unit", "under", top)}) == {"D"}
    assert found(work, "units", leaf("parent", "under", "TOP")) == {"MID", "LOW"}


def test_lines_are_searched_for_one_that_satisfies(work: Work) -> None:
    phones = {"A": ["+49 30 901820", "110"], "B": ["112"], "C": []}
    rows = [{"name": n, "number": n, "phones": [{"phone": p} for p in lines]} for n, lines in phones.items()]
    records.create(work, "customers", rows)
    assert found(work, "customers", leaf("phones.phone", "starts", "11")) == {"A", "B"}
    assert found(work, "customers", leaf("phones.phone", "ne", "112")) == {"A", "C"}
    assert found(work, "customers", {"not": leaf("phones.phone", "contains", "1")}) == {"C"}


def test_amounts_of_lines_are_compared_in_the_currency_of_their_record(work: Work) -> None:
    for code, currency in {"A": "JPY", "B": "EUR"}.items():
        line = {"article": "a", "quantity": "1", "price": "1000"}
        records.create(work, "sample.orders", [{"code": code, "currency": currency, "lines": [line]}])
    assert found(work, "sample.orders", leaf("lines.price", "eq", "1000")) == {"A", "B"}
    assert found(work, "sample.orders", leaf("lines.price", "gt", "999.99")) == {"A", "B"}
    assert found(work, "sample.orders", leaf("lines.quantity", "eq", "1.000")) == {"A", "B"}


def test_what_the_actor_may_not_read_cannot_be_filtered(app: App, make_customer: MakeCustomer) -> None:
    make_customer(name="A", phone="+49 30 901820", tax_id="DE1", phones=[{"phone": "110"}])
    with app.reading(actor_with({"core.customers.view": "all", "core.contacts.view": "all"})) as work:
        for field in ("phone", "tax_id", "email", "phones.phone", "emails.email"):
            assert refused(work, leaf(field, "empty", False), "customers").errors["where"]
        assert refused(work, leaf("customer.phone", "contains", "1"), "contacts").errors["where"]
        assert found(work, "contacts", leaf("customer.name", "eq", "A")) == set()


def test_a_filter_does_not_see_through_the_rights(app: App, make_customer: MakeCustomer) -> None:
    hidden = make_customer(name="Hidden", city="Bonn")
    part = make_customer(name="Part", parent=hidden)
    with app.work(app.system()) as work:
        user = records.create(work, "users", [{"login": "anna", "name": "Anna"}])[0]
        records.update(work, "customers", [records.Update(part, {"owner": user})])
    with app.reading(actor_with({"core.customers.view": "own"}, user_id=user)) as work:
        assert list_records(work, "customers", Query()).count == 1
        for tree in (leaf("parent.city", "eq", "Bonn"), leaf("parent", "under", hidden)):
            assert list_records(work, "customers", Query(where=tree)).rows == []
