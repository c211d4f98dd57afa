"""With a key a row changes the record that it finds; what it leaves empty stays as it is."""

from decimal import Decimal

import pytest

from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from tests.services.importing.conftest import All, Import, Somebody, counts

CONTENT = (
    "number,name,city,tags,phones.1.label,phones.1.phone,phones.2.phone,"
    "contacts.name,contacts.email,contacts.job_title\n"
    "A,Acme,Berlin,vip,fax,+49 30 0074321,+49 30 0076545,Ann,ann@example.com,Owner\n"
    "B,Beta,,,,,,Bob,,\n"
)


def changed(content: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        content = content.replace(old, new)
    return content


def test_the_same_file_again_changes_nothing(run_import: Import, everything: All) -> None:
    run_import(CONTENT, key="number")
    before = everything("customers", "version", "phones"), everything("contacts", "version")
    again = run_import(CONTENT, key="number")
    assert (counts(again), again.related) == ((0, 0, 2, 0), {})
    assert (everything("customers", "version", "phones"), everything("contacts", "version")) == before


def test_what_is_different_is_changed_and_what_is_empty_stays(run_import: Import, everything: All) -> None:
    run_import(CONTENT, key="number")
    report = run_import("number,name,city,tags\nA,Acme Ltd,,\nB,,Paris,new\nC,Gamma,,\n", key="number")
    assert counts(report) == (1, 2, 0, 0)
    rows = everything("customers", "name", "city", "tags")
    assert [(row["name"], row["city"], row["tags"]) for row in rows] == [
        ("Acme Ltd", "Berlin", ["vip"]),
        ("Beta", "Paris", ["new"]),
        ("Gamma", None, []),
    ]


def test_lines_are_changed_in_their_place_and_never_doubled(run_import: Import, everything: All) -> None:
    run_import(CONTENT, key="number")
    (before, *_rest), *_others = [row["phones"] for row in everything("customers", "phones")]
    content = changed(CONTENT, {"+49 30 0074321": "+49 40 1234567", "0076545,": "0076545,"})
    assert counts(run_import(content, key="number")) == (0, 1, 1, 0)
    first, second = everything("customers", "phones")[0]["phones"]
    assert (first["id"], first["label"], first["phone"]) == (before["id"], "fax", "+49401234567")
    assert second["phone"] == "+49300076545"


def test_a_file_with_fewer_lines_removes_none(run_import: Import, everything: All) -> None:
    run_import(CONTENT, key="number")
    content = "number,phones.phone,phones.label\nA,+49 30 0076545,office\nB,030 1,\n"
    assert counts(run_import(content, key="number")) == (0, 2, 0, 0)
    first, second = (row["phones"] for row in everything("customers", "phones"))
    assert [line["label"] for line in first] == ["office", None]
    assert [line["phone"] for line in second] == ["030 1"]


def test_contacts_are_found_by_their_address_or_name(run_import: Import, everything: All) -> None:
    run_import(CONTENT, key="number")
    content = changed(
        CONTENT,
        {"Ann,ann@example.com,Owner": "Ann Lee,ANN@example.com,", "Bob,,": "bob,bob@example.com,Buyer"},
    )
    report = run_import(content, key="number")
    assert (counts(report), report.related) == ((0, 2, 0, 0), {"contacts": 2})
    contacts = everything("contacts", "name", "email", "job_title")
    assert [(row["name"], row["job_title"]) for row in contacts] == [("Ann Lee", "Owner"), ("bob", "Buyer")]


def test_another_person_is_another_contact(run_import: Import, everything: All) -> None:
    run_import(CONTENT, key="number")
    report = run_import("number,contacts.name\nA,Carl\nA,Dora\nB,Bob\n", key="number")
    assert (counts(report), report.related) == ((0, 2, 1, 0), {"contacts": 2})
    assert [row["name"] for row in everything("contacts", "name")] == ["Ann", "Bob", "Carl", "Dora"]


def test_a_bad_contact_leaves_its_customer_alone(run_import: Import, everything: All) -> None:
    report = run_import("number,name,contacts.job_title\nA,Acme,Owner\nB,Beta,\n")
    assert [(p.line, p.code, p.message) for p in report.problems] == [
        (2, "required", "name: This field is required.")
    ]
    assert [row["number"] for row in everything("customers", "number")] == ["B"]


def test_records_are_found_by_id(run_import: Import, everything: All, make_customer: MakeCustomer) -> None:
    first, second = make_customer(name="Acme"), make_customer(name="Beta")
    content = f"id,name\n{first},Acme Ltd\n{second + 1},Gone\nseven,No number\n,New\n"
    report = run_import(content, key="id")
    assert (counts(report), [p.line for p in report.problems]) == ((1, 1, 0, 2), [3, 4])
    assert [row["name"] for row in everything("customers", "name")] == ["Acme Ltd", "Beta", "New"]


def test_a_key_that_several_have_names_none(
    run_import: Import, everything: All, make_customer: MakeCustomer
) -> None:
    for number, name in (("A", "Acme"), ("B", "Acme"), ("C", "Beta")):
        make_customer(number=number, name=name)
    report = run_import("name,city\nAcme,Paris\nBeta,Berlin\n", key="name")
    assert (counts(report), report.problems[0].code) == ((0, 1, 0, 1), "key_ambiguous")
    assert [row["city"] for row in everything("customers", "city")] == [None, None, "Berlin"]


def test_a_life_goes_on_only_as_it_may(run_import: Import, everything: All) -> None:
    run_import("code,status\nA,draft\nB,draft\n", "sample.orders")
    report = run_import(
        "code,status,due_at\nA,sent,2026-01-02T10:00Z\nB,paid,\n", "sample.orders", key="code"
    )
    assert (counts(report), [p.code for p in report.problems]) == ((0, 1, 0, 1), ["transition_forbidden"])


def test_unique_values_of_records_that_come_along(run_import: Import, everything: All) -> None:
    content = (
        "number,name,sample.machines.serial,sample.machines.load\nA,Acme,S1,1.5\nB,Beta,S1,2\nC,Gamma,S2,\n"
    )
    report = run_import(content)
    assert (counts(report), report.problems[0].column) == ((2, 0, 0, 1), "sample.machines.serial")
    again = run_import(changed(content, {"S1,1.5": "S1,1.75"}), key="number")
    assert (counts(again), again.related) == ((0, 1, 1, 1), {"sample.machines": 1})
    assert [row["load"] for row in everything("sample.machines", "load")] == [Decimal("1.75"), None]


def test_contacts_that_may_not_be_changed_are_not(
    run_import: Import, everything: All, somebody: Somebody, app: App
) -> None:
    run_import(CONTENT)
    rights = {f"core.customers.{action}": "all" for action in ("view", "create", "edit", "import")}
    actor = somebody({**rights, "core.contacts.view": "all", "core.contacts.create": "all"})
    report = run_import(
        "number,contacts.name,contacts.job_title\nA,Ann,Boss\nB,Carl,\n", key="number", actor=actor
    )
    assert counts(report) == (0, 1, 0, 1)
    contacts = [(row["name"], row["job_title"]) for row in everything("contacts", "name", "job_title")]
    assert contacts == [("Ann", "Owner"), ("Bob", None), ("Carl", None)]


@pytest.mark.parametrize("door", ["cli", "api"])
def test_the_journal_says_who_imported_what(run_import: Import, app: App, door: str) -> None:
    report = run_import(CONTENT, actor=app.system(door, "Ann"))
    with app.reading(app.system("test")) as work:
        entries = records.history(work, "customers", 1)
    assert [(e["cause"], e["door"], e["actor"]["name"]) for e in entries] == [
        (f"import:{report.run}", door, "Ann")
    ]
