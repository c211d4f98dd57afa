"""Exports hold what a list shows, within rights, as tables that harm nobody."""

import io
from pathlib import Path

import pytest

from core.errors import Forbidden, Invalid, NotFound
from core.services.exporting import export
from core.services.lists import Query
from core.services.work import App
from core.testing.app import MakeCustomer
from tests.services.exporting.conftest import Export
from tests.services.importing.conftest import Somebody


def test_columns_are_fields_by_their_names(run_export: Export, make_customer: MakeCustomer) -> None:
    parent = make_customer(number="G", name="Group")
    make_customer(number="A", name="Acme", parent=parent, do_not_contact=True, tags=["vip", "old"],
                  phones=[{"label": "fax", "phone": "1"}, {"phone": "2"}])  # fmt: skip
    columns = ["name", "parent", "tags", "phones", "do_not_contact"]
    assert run_export("customers", columns) == [
        {"name": "Acme", "parent": "G", "tags": "old; vip", "do_not_contact": "true", "phones.1.label": "fax",
         "phones.1.phone": "1", "phones.1.phone_checked": "false", "phones.2.phone": "2",
         "phones.2.phone_checked": "false"},
        {"name": "Group", "do_not_contact": "false"},
    ]  # fmt: skip


def test_a_query_says_which_and_in_which_order(run_export: Export, make_customer: MakeCustomer) -> None:
    for number, city in (("A", "Rome"), ("B", "Paris"), ("C", "Rome")):
        make_customer(number=number, name=number, city=city)
    query = Query(where={"field": "city", "value": "Rome"}, sort="-number", limit=1)
    assert run_export("customers", ["number"], query) == [{"number": "C"}, {"number": "A"}]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_formulas_are_harmless_and_come_back(
    run_export: Export, make_customer: MakeCustomer, format: str
) -> None:
    make_customer(number="=1+1", name="@SUM(A1)", notes="two\nlines")
    rows = run_export("customers", ["number", "name", "notes"], format=format)
    assert rows == [{"number": "=1+1", "name": "@SUM(A1)", "notes": "two\nlines"}]


def test_what_may_not_be_seen_is_not_exported(
    run_export: Export, make_customer: MakeCustomer, somebody: Somebody
) -> None:
    make_customer(number="A", name="Hidden", phone="030 1234567")
    actor = somebody({"core.customers.view": "own", "core.customers.export": "all"})
    make_customer(number="B", name="Mine", owner=actor.user_id, phone="+493012345678", tax_id="DE1",
                  emails=[{"email": "ann@example.com"}])  # fmt: skip
    (row,) = run_export("customers", None, actor=actor)
    assert (row["number"], row["phone"], row["emails.1.email"]) == ("B", "•••5678", "a•••@example.com")
    assert "tax_id" not in row
    assert row["owner"] == str(actor.user_id)  # users may not be seen, so neither may their logins


def test_exporting_is_a_right_of_its_own(run_export: Export, somebody: Somebody) -> None:
    with pytest.raises(Forbidden):
        run_export("customers", actor=somebody({"core.customers.view": "all"}))


@pytest.mark.parametrize("name", ["colour", "name_key", "phones.1.phone", "name; DROP TABLE x"])
def test_unknown_columns_are_refused(run_export: Export, name: str) -> None:
    with pytest.raises(Invalid):
        run_export("customers", [name])


def test_what_is_not_offered_cannot_be_exported(run_export: Export) -> None:
    with pytest.raises(NotFound):
        run_export("tokens")


def test_a_failed_export_leaves_no_file(app: App, tmp_path: Path) -> None:
    target = tmp_path / "table.csv"
    with pytest.raises(Invalid):
        export(app, app.system("test"), "customers", Query(sort="colour"), None, "csv", target)
    assert list(tmp_path.glob("*.csv*")) == []


def test_spreadsheets_recognise_the_encoding(app: App, make_customer: MakeCustomer) -> None:
    make_customer(number="A", name="未名商贸")
    target = io.BytesIO()
    export(app, app.system("test"), "customers", Query(), ["name"], "csv", target, byte_order_mark=True)
    assert target.getvalue() == "\ufeffname\r\n未名商贸\r\n".encode()


def test_progress_is_told(app: App, make_customer: MakeCustomer) -> None:
    for number in range(3):
        make_customer(number=str(number), name="Acme")
    told: list[int] = []
    export(app, app.system("test"), "customers", Query(), ["name"], "csv", io.BytesIO(), progress=told.append)
    assert told == [1, 2, 3]
