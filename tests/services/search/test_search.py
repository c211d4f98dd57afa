"""What people type finds what they mean, within their rights, on both databases."""

from typing import Any

import pytest
from sqlalchemy import delete, func, select

from core.contracts.work import Actor
from core.data.models.search import SearchEntry
from core.errors import Forbidden, Invalid, NotFound
from core.services import records
from core.services.lists import Query, list_records
from core.services.search import search
from core.services.work import App, Work
from core.testing.app import MakeCustomer, actor_with

PEOPLE: list[dict[str, Any]] = [
    {"number": "A", "name": "张伟", "kind": "person", "family_name": "张", "given_name": "伟"},
    {"number": "B", "name": "Müller & Söhne GmbH", "legal_name": "Mueller Holding", "country": "DE"},
    {"number": "C", "name": "王伟明 Trading", "phone": "+49 30 901820", "email": "wei.ming@example.com"},
    {"number": "D", "name": "O'Neil (AT&T) 100%", "tax_id": "DE811569869"},
]


@pytest.fixture
def people(work: Work) -> Work:
    records.create(work, "customers", PEOPLE)
    return work


def found(work: Work, text: str, resource: str = "customers") -> set[str]:
    rows = list_records(work, resource, Query(q=text)).rows
    return {row[work.registry.type_of(resource).resource.key] for row in rows}


EXPECTED = {
    "张伟": "A",
    "張偉": "A",
    "伟": "AC",
    "zhang": "A",
    "zhangwei": "A",
    "zw": "A",
    "wwm": "C",
    "伟明 trading": "C",
    "trad": "C",
    "ading": "",
    "muller": "B",
    "MÜLLER söhne": "B",
    "gmbh mueller": "B",
    "1820": "C",
    "030 901820": "C",
    "+49 30 901820": "C",
    "1821": "",
    "example": "C",
    "wei.ming@example.com": "C",
    "ming exam": "C",
    "oneil": "D",
    "o'neil": "D",
    "att": "D",
    "DE8115": "D",
    "69869": "D",
    "100%": "D",
    "A": "AD",
    "zhang trading": "",
}


def test_words_find_customers(people: Work) -> None:
    for text, numbers in EXPECTED.items():
        assert found(people, text) == set(numbers), text


def test_without_words_nothing_is_limited_and_signs_alone_find_nothing(people: Work) -> None:
    for text in ("", "  ", "\n"):
        assert found(people, text) == set("ABCD")
    for text in ("%", "*", "'", '"', "()", "--", "\\", "!!!", "、"):
        assert found(people, text) == set()


HOSTILE = (
    '" OR 1=1', "a* NOT b", "NEAR(a b)", "tokens:a", "a & !b", "a:*", "'; drop table x", "a\x00b", "\ud800",
    "x" * 1_000, "张" * 1_000, "a " * 500, "\U0010ffff", "^a", "{a b}", "AND OR NOT", "9" * 500, "a:b|c<->d",
)  # fmt: skip


def test_hostile_words_are_words(people: Work) -> None:
    for text in HOSTILE:
        assert found(people, text) <= set("ABCD")
        search(people, text)
    with pytest.raises(Invalid):
        found(people, "x" * 10_000_000)


def test_a_search_is_combined_with_filter_sort_and_pages(people: Work) -> None:
    where = {"field": "country", "op": "empty", "value": True}
    page = list_records(people, "customers", Query(q="wei", where=where, sort="-number", limit=1))
    assert ([row["number"] for row in page.rows], page.count) == (["C"], 2)
    rest = list_records(people, "customers", Query(q="wei", where=where, sort="-number", after=page.next))
    assert [row["number"] for row in rest.rows] == ["A"]


def test_a_change_is_found_at_once_and_the_old_words_no_more(people: Work) -> None:
    (row,) = list_records(people, "customers", Query(q="oneil")).rows
    records.update(people, "customers", [records.Update(row["id"], {"name": "Renamed", "phone": "110 2233"})])
    assert found(people, "oneil") == set()
    assert found(people, "renamed") == found(people, "2233") == found(people, "DE8115") == {"D"}


def test_lines_that_a_change_does_not_touch_stay_found(work: Work) -> None:
    values = {
        "name": "Acme",
        "number": "A",
        "phones": [{"phone": "555 1234"}],
        "emails": [{"email": "a@b.de"}],
    }
    id = records.create(work, "customers", [values])[0]
    records.update(work, "customers", [records.Update(id, {"name": "Other"})])
    assert found(work, "1234") == found(work, "a@b.de") == {"A"}
    records.update(work, "customers", [records.Update(id, {"phones": [{"phone": "555 9876"}]})])
    assert (found(work, "1234"), found(work, "9876"), found(work, "a@b.de")) == (set(), {"A"}, {"A"})


def test_what_is_deleted_is_not_found_until_it_is_restored(people: Work) -> None:
    (row,) = list_records(people, "customers", Query(q="zhang")).rows
    records.delete(people, "customers", [row["id"]])
    assert search(people, "zhang") == []
    records.restore(people, "customers", [row["id"]])
    assert [(hit.resource, hit.label) for hit in search(people, "zhang")] == [("customers", "张伟")]


def test_a_phone_or_e_mail_of_a_contact_opens_the_customer(work: Work) -> None:
    id = records.create(work, "customers", [{"name": "Acme", "number": "A"}])[0]
    person = {"name": "Anna Schmidt", "email": "anna@home.example", "phones": [{"phone": "+49 30 901820"}]}
    contact = records.create(work, "contacts", [{"customer": id, **person}])[0]
    assert found(work, "1820") == found(work, "anna@home") == {"A"}
    assert found(work, "schmidt") == set()  # a name is the contact's own
    (hit,) = search(work, "1820")
    assert (hit.resource, hit.id, hit.label, hit.customer) == ("contacts", contact, "Anna Schmidt", id)


def test_the_search_over_everything_finds_each_kind_once(people: Work) -> None:
    (row,) = list_records(people, "customers", Query(q="zhang")).rows
    records.create(
        people, "contacts", [{"customer": row["id"], "name": "Zhang San", "email": "zhang@example.com"}]
    )
    records.create(people, "sample.machines", [{"customer": row["id"], "serial": "ZHANG-1"}])
    hits = search(people, "zhang")
    assert [(hit.resource, hit.customer) for hit in hits] == [
        ("customers", row["id"]),
        ("contacts", row["id"]),
        ("sample.machines", row["id"]),
    ]
    assert [hit.resource for hit in search(people, "zhang", resources=["contacts"])] == ["contacts"]
    with pytest.raises(NotFound):
        search(people, "zhang", resources=["nobody"])


def test_hits_are_limited_per_kind(work: Work) -> None:
    records.create(work, "customers", [{"name": f"Acme {n}"} for n in range(30)])
    assert len(search(work, "acme", limit=7)) == 7
    assert len(search(work, "acme")) == 20


def limited(*permissions: str, **values: Any) -> Actor:
    return actor_with(dict.fromkeys(permissions, "all"), **values)


def test_words_that_the_actor_may_not_read_find_nothing(app: App, make_customer: MakeCustomer) -> None:
    make_customer(name="Acme", number="A", phone="+49 30 901820", email="a@b.example", tax_id="DE811569869")
    secrets = {"phone": "1820", "email": "b.example", "identity": "DE8115"}
    for group, text in secrets.items():
        with app.reading(limited("core.customers.view")) as work:
            assert (found(work, text), search(work, text)) == (set(), [])
        with app.reading(limited("core.customers.view", f"core.customers.{group}")) as work:
            assert (found(work, text), len(search(work, text))) == ({"A"}, 1)
            assert all(found(work, other) == set() for other in secrets.values() if other != text)


def test_a_contacts_phone_finds_its_customer_only_for_those_who_may_read_it(
    app: App, make_customer: MakeCustomer
) -> None:
    id = make_customer(name="Acme", number="A")
    with app.work(app.system()) as work:
        records.create(work, "contacts", [{"customer": id, "name": "Anna", "phone": "+49 30 901820"}])
    everything = ("core.customers.view", "core.customers.phone", "core.contacts.view", "core.contacts.phone")
    for missing in everything:
        with app.reading(limited(*(p for p in everything if p != missing))) as work:
            if missing == "core.customers.view":
                with pytest.raises(Forbidden):
                    found(work, "1820")
            else:
                assert found(work, "1820") == (set() if "contacts" in missing else {"A"})


def test_nobody_finds_what_he_may_not_see(app: App, make_customer: MakeCustomer) -> None:
    with app.work(app.system()) as work:
        user = records.create(work, "users", [{"login": "anna", "name": "Anna"}])[0]
    mine, theirs = make_customer(name="Acme Mine", number="M", owner=user), make_customer(name="Acme Theirs")
    with app.work(app.system()) as work:
        rows = [{"customer": mine, "name": "Acme One"}, {"customer": theirs, "name": "Acme Two"}]
        records.create(work, "contacts", rows)
    grants: Any = {"core.customers.view": "own", "core.contacts.view": "all"}
    with app.reading(actor_with(grants, user_id=user)) as work:
        assert found(work, "acme") == {"M"}
        assert [hit.label for hit in search(work, "acme")] == ["Acme Mine", "Acme One"]
    with app.reading(actor_with({"core.activities.view": "all"}, user_id=user)) as work:
        assert search(work, "acme") == []


def test_the_index_holds_one_row_per_record_and_group(people: Work) -> None:
    counts = select(SearchEntry.token_group, func.count()).group_by(SearchEntry.token_group)
    found = sorted(tuple(row) for row in people.session.execute(counts))
    assert found == [("email", 1), ("identity", 1), ("phone", 1), ("public", 4)]


def test_a_change_rewrites_only_the_words_that_are_different(people: Work) -> None:
    ids = select(SearchEntry.id, SearchEntry.token_group).order_by(SearchEntry.id)
    before = [tuple(row) for row in people.session.execute(ids)]
    (row,) = list_records(people, "customers", Query(q="1820")).rows
    records.update(people, "customers", [records.Update(row["id"], {"city": "Bonn"})])
    assert [tuple(entry) for entry in people.session.execute(ids)] == before
    records.update(people, "customers", [records.Update(row["id"], {"phone": "+49 30 901821"})])
    after = [tuple(entry) for entry in people.session.execute(ids)]
    assert [group for _id, group in set(before) - set(after)] == ["phone"]


def test_a_contact_that_moves_is_found_with_its_new_customer(work: Work) -> None:
    old, new = records.create(work, "customers", [{"name": "A", "number": "A"}, {"name": "B", "number": "B"}])
    contact = records.create(work, "contacts", [{"customer": old, "name": "Anna", "phone": "+49 30 901820"}])[
        0
    ]
    records.update(work, "contacts", [records.Update(contact, {"customer": new})])
    assert found(work, "1820") == {"B"}
    assert [hit.customer for hit in search(work, "anna")] == [new]


def test_only_the_search_itself_writes_its_index(people: Work) -> None:
    with pytest.raises(Exception, match=r"core\.services\.records"):
        people.session.execute(delete(SearchEntry))
