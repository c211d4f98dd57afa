"""New records: what is refused, what follows from what was sent, what is written beside them."""

from typing import Any

import pytest
from sqlalchemy import func, select

from core.data.models.journal import JournalEntry
from core.errors import Forbidden, Invalid
from core.services import records
from core.services.work import App, Work
from core.testing.app import actor_with


def errors_of(work: Work, resource: str, **values: Any) -> dict[str, str]:
    """The code of the first error of each field."""
    with pytest.raises(Invalid) as caught:
        records.create(work, resource, [values])
    return {path: found[0].code for path, found in caught.value.errors.items()}


def test_a_customer_gets_a_number_a_version_and_a_row_in_the_journal(work: Work) -> None:
    id = records.create(work, "customers", [{"name": "Acme"}])[0]
    customer = records.read(work, "customers", id)
    entries = work.session.execute(select(JournalEntry.operation, JournalEntry.before)).all()
    assert (customer["number"], customer["version"]) == (f"C{id:06d}", 1)
    assert [tuple(entry) for entry in entries] == [("create", None)]


def test_an_unknown_a_read_only_and_a_misspelt_field_are_told_apart(work: Work) -> None:
    found = errors_of(work, "customers", name="A", colour="red", version=3, phnoe="1")
    assert found == {"colour": "unknown_field", "version": "read_only", "phnoe": "unknown_field"}


def test_every_wrong_row_of_many_is_named_and_none_is_written(work: Work) -> None:
    rows = [{"name": "Good"}, {"name": "Bad", "email": "nobody"}, {"name": "Worse", "country": "Atlantis"}]
    with pytest.raises(Invalid) as caught:
        records.create(work, "customers", rows)
    assert {index: list(errors) for index, errors in caught.value.rows.items()} == {
        1: ["email"],
        2: ["country"],
    }
    assert work.session.scalar(select(func.count()).select_from(JournalEntry)) == 0


def test_a_valid_phone_is_kept_as_e164_and_any_other_as_written(work: Work) -> None:
    rows = [
        {"name": "A", "country": "Germany", "phone": "030 901820"},
        {"name": "B", "phone": "(5) 555-4729"},
        {"name": "C", "phone": "0241-039123", "country": "DE"},
    ]
    read = records.read_many(work, "customers", records.create(work, "customers", rows))
    assert [(row["phone"], row["phone_checked"]) for row in read][:2] == [
        ("+4930901820", True),
        ("(5) 555-4729", False),
    ]
    assert read[0]["country"] == "DE"


def test_the_same_number_twice_is_refused_in_one_request_and_in_two(work: Work) -> None:
    with pytest.raises(Invalid) as caught:
        records.create(work, "customers", [{"name": "A", "number": "X"}, {"name": "B", "number": "X"}])
    assert list(caught.value.rows) == [1]
    records.create(work, "customers", [{"name": "A", "number": "X"}])
    assert errors_of(work, "customers", name="B", number="X") == {"number": "not_unique"}


def test_references_go_by_id_or_by_key_and_unknown_ones_are_refused(work: Work) -> None:
    first = records.create(work, "customers", [{"name": "A", "number": "ALFKI"}])[0]
    by_key, by_id = records.create(
        work, "customers", [{"name": "B", "parent": "ALFKI"}, {"name": "C", "parent": first}]
    )
    parents = [row["parent"] for row in records.read_many(work, "customers", [by_key, by_id])]
    assert parents == [first, first]
    assert errors_of(work, "customers", name="D", parent=999) == {"parent": "reference_unknown"}


def test_lines_are_created_with_their_record_and_their_errors_say_which(work: Work) -> None:
    lines = [{"article": "Bolt", "quantity": "2.5"}, {"article": "Nut", "quantity": "0.125", "discount": 5}]
    id = records.create(work, "sample.orders", [{"code": "O1", "lines": lines}])[0]
    read = records.read(work, "sample.orders", id)["lines"]
    assert [(line["article"], str(line["quantity"])) for line in read] == [
        ("Bolt", "2.500"),
        ("Nut", "0.125"),
    ]
    wrong = [*lines, {"article": "Nail", "quantity": "0.0001"}]
    assert list(errors_of(work, "sample.orders", code="O2", lines=wrong)) == ["lines.2.quantity"]


def test_amounts_need_a_currency_and_no_more_digits_than_it_has(work: Work) -> None:
    customer = records.create(work, "customers", [{"name": "A"}])[0]
    machine = {"customer": customer, "serial": "1", "price": "10.50"}
    assert errors_of(work, "sample.machines", **machine) == {"price": "currency_missing"}
    assert errors_of(work, "sample.machines", **machine, currency="JPY") == {"price": "money_invalid"}
    id = records.create(work, "sample.machines", [{**machine, "currency": "EUR"}])[0]
    assert str(records.read(work, "sample.machines", id)["price"]) == "10.50"


def test_without_the_right_nothing_is_created(app: App) -> None:
    with app.work(actor_with({"core.customers.view": "all"})) as work, pytest.raises(Forbidden):
        records.create(work, "customers", [{"name": "A"}])


def test_a_new_record_begins_where_its_life_begins(work: Work) -> None:
    assert errors_of(work, "sample.orders", code="O1", status="paid") == {"status": "transition_forbidden"}
    id = records.create(work, "sample.orders", [{"code": "O1", "terms": "Net 30 days"}])[0]
    order = records.read(work, "sample.orders", id)
    assert (order["status"], order["reminder"]) == ("draft", "Net")
