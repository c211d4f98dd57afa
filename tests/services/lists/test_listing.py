"""What a row of a list shows, what it brings along, and how many there are."""

from typing import Any, get_args

import pytest
from sqlalchemy import event

from core.errors import Forbidden, Invalid
from core.services import records
from core.services.lists import Query, list_records
from core.services.lists.query import Count
from core.services.work import App, Work
from core.testing.app import MakeCustomer, actor_with


def rows_of(work: Work, resource: str = "customers", **query: Any) -> list[dict[str, Any]]:
    return list_records(work, resource, Query(**query)).rows


def code_of(work: Work, place: str, **query: Any) -> str:
    with pytest.raises(Invalid) as refused:
        list_records(work, "customers", Query(**query))
    return refused.value.errors[place][0].code


def test_rows_show_every_field_with_a_column_and_what_a_read_shows(work: Work) -> None:
    id = records.create(work, "customers", [{"name": "Acme", "currency": "JPY", "annual_revenue": "1000"}])[0]
    (row,) = rows_of(work)
    record = records.read(work, "customers", id)
    assert row == {name: record[name] for name in row}
    assert {"annual_revenue", "owner", "phone_checked", "version"} <= row.keys()
    assert not {"name_key", "tags", "phones", "deleted_at"} & row.keys()


def test_only_the_named_fields_are_shown_and_the_id(work: Work) -> None:
    records.create(work, "customers", [{"name": "Acme", "currency": "EUR", "credit_limit": "12.5"}])
    (row,) = rows_of(work, fields=["name", "credit_limit", "name"])
    assert list(row) == ["id", "name", "credit_limit"]
    assert str(row["credit_limit"]) == "12.50"


def test_children_and_tags_come_when_they_are_named(work: Work) -> None:
    records.create(work, "customers", [{"name": "A", "tags": ["vip", "new"], "phones": [{"phone": "110"}]}])
    records.create(work, "customers", [{"name": "B"}])
    first, second = rows_of(work, fields=["tags", "phones", "emails"])
    assert (first["tags"], [line["phone"] for line in first["phones"]]) == (["new", "vip"], ["110"])
    assert second == {"id": second["id"], "tags": [], "phones": [], "emails": []}


def test_amounts_of_lines_are_read_in_the_currency_of_their_record(work: Work) -> None:
    line = {"article": "a", "quantity": "1", "price": "1000"}
    records.create(work, "sample.orders", [{"code": "1", "currency": "JPY", "lines": [line]}])
    (row,) = rows_of(work, "sample.orders", fields=["lines"])
    assert list(row) == ["id", "lines"]
    assert str(row["lines"][0]["price"]) == "1000"


def test_fields_that_do_not_exist_are_refused(work: Work) -> None:
    for name in ("nmae", "name_key", "deleted_at", "", "x" * 10_000, "\x00", "phones.phone"):
        assert code_of(work, "fields", fields=[name]) == "unknown_field"


def test_a_misspelt_field_is_told_its_name(work: Work) -> None:
    with pytest.raises(Invalid, match="Did you mean industry"):
        list_records(work, "customers", Query(fields=["industy"]))


def test_limits_that_cannot_be_are_refused(work: Work) -> None:
    wrong: list[Any] = [0, -1, 501, 10**30, True, "5", 1.5, None]
    assert {code_of(work, "limit", limit=limit) for limit in wrong} == {"out_of_range"}


def test_a_reference_brings_the_name_of_what_it_refers_to(work: Work) -> None:
    parent = records.create(work, "customers", [{"name": "Group"}])[0]
    child = records.create(work, "customers", [{"name": "Part", "parent": parent}])[0]
    group, part = rows_of(work, fields=["name"], include=["parent", "owner"])
    assert part["included"] == {"parent": {"id": parent, "name": "Group"}, "owner": None}
    assert group["included"] == {"parent": None, "owner": None}
    assert (part["id"], list(part)) == (child, ["id", "name", "included"])


def test_records_that_belong_to_a_row_come_newest_first(work: Work) -> None:
    ids = records.create(work, "customers", [{"name": "A"}, {"name": "B"}, {"name": "C"}])
    people = [{"customer": ids[n % 2], "name": f"P{n}"} for n in range(4)]
    records.create(work, "contacts", people)
    rows = rows_of(work, include=["contacts"])
    names = [[contact["name"] for contact in row["included"]["contacts"]] for row in rows]
    assert names == [["P2", "P0"], ["P3", "P1"], []]
    assert "included" not in rows[0]["included"]["contacts"][0]


def test_each_row_brings_its_own_hundred(work: Work) -> None:
    many, few = records.create(work, "customers", [{"name": "A"}, {"name": "B"}])
    records.create(work, "contacts", [{"customer": few, "name": "Old"}])
    records.create(work, "contacts", [{"customer": many, "name": f"P{n}"} for n in range(102)])
    first, second = rows_of(work, include=["contacts"])
    assert len(first["included"]["contacts"]) == 100
    assert first["included"]["contacts"][0]["name"] == "P101"
    assert [contact["name"] for contact in second["included"]["contacts"]] == ["Old"]


def test_what_cannot_be_included_is_refused(work: Work) -> None:
    for name in ("users", "name", "phones", "sample.orders", "", "x" * 9_999):
        assert code_of(work, "include", include=[name]) == "unknown_field"


def test_a_list_takes_few_statements_whatever_it_shows(app: App, make_customer: MakeCustomer) -> None:
    for number in range(30):
        make_customer(name=f"C{number}", tags=["a"], phones=[{"phone": "110"}], emails=[{"email": "a@b.de"}])
    statements: list[str] = []
    event.listen(app.database.reader, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    with app.reading(app.system()) as work:
        fields = ["name", "tags", "phones", "emails"]
        rows_of(work, limit=20, fields=fields, include=["owner", "created_by", "parent", "contacts"])
    # rows, phones, emails, tags, contacts, the journal's length, count; no owner, maker or parent to name
    assert len([sql for sql in statements if sql.startswith("SELECT")]) == 7


def test_small_lists_are_counted_without_a_query_and_large_ones_not_at_all(work: Work) -> None:
    records.create(work, "customers", [{"name": f"C{n}"} for n in range(1_001)])
    counts = [list_records(work, "customers", Query(limit=5, count=count)).count for count in get_args(Count)]
    assert dict(zip(get_args(Count), counts, strict=True)) == {"auto": None, "exact": 1_001, "none": None}
    few = {"field": "number", "op": "lte", "value": "C000900"}
    assert list_records(work, "customers", Query(limit=5, where=few)).count == 900
    assert code_of(work, "count", count="all") == "choice_unknown"


def test_later_pages_are_counted_only_when_asked(work: Work) -> None:
    records.create(work, "customers", [{"name": name} for name in "abcde"])
    first = list_records(work, "customers", Query(limit=2))
    later = list_records(work, "customers", Query(limit=2, after=first.next))
    asked = list_records(work, "customers", Query(limit=2, after=first.next, count="exact"))
    assert (first.count, later.count, asked.count) == (5, None, 5)


def test_what_is_in_the_trash_is_neither_listed_nor_counted(work: Work) -> None:
    first, second = records.create(work, "customers", [{"name": "A"}, {"name": "B"}])
    records.delete(work, "customers", [first])
    page = list_records(work, "customers", Query(limit=1, count="exact"))
    assert ([row["id"] for row in page.rows], page.count, page.next) == ([second], 1, None)


def test_without_the_right_to_see_any_there_is_no_list(app: App) -> None:
    with app.reading(actor_with({"core.contacts.view": "all"})) as work, pytest.raises(Forbidden):
        list_records(work, "customers", Query())


def test_an_actor_lists_and_counts_only_what_he_may_see(app: App, make_customer: MakeCustomer) -> None:
    with app.work(app.system()) as work:
        user = records.create(work, "users", [{"login": "anna", "name": "Anna"}])[0]
    mine = make_customer(name="Mine", owner=user)
    make_customer(name="Theirs")
    with app.reading(actor_with({"core.customers.view": "own"}, user_id=user)) as work:
        page = list_records(work, "customers", Query(count="exact", limit=1))
    assert ([row["id"] for row in page.rows], page.count, page.next) == ([mine], 1, None)


def test_masked_fields_are_masked_and_nobody_sorts_by_them(app: App, make_customer: MakeCustomer) -> None:
    make_customer(name="A", phone="+49 30 901820", emails=[{"email": "anna@example.com"}])
    with app.reading(actor_with({"core.customers.view": "all"})) as work:
        (row,) = rows_of(work, fields=["phone", "emails"])
        assert "901820" not in str(row)
        assert "anna@" not in str(row)


def test_who_may_not_see_the_records_that_are_named_sees_no_name(
    app: App, make_customer: MakeCustomer
) -> None:
    with app.work(app.system()) as work:
        user = records.create(work, "users", [{"login": "anna", "name": "Anna"}])[0]
    make_customer(name="A", owner=user)
    with app.reading(actor_with({"core.customers.view": "all"})) as work:
        (row,) = rows_of(work, include=["owner"])
        assert (row["owner"], row["included"]) == (user, {"owner": None})
        assert code_of(work, "include", include=["contacts"]) == "unknown_field"
