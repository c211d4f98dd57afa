"""The palette and the page of results: what they find, for whom, and how they say that there is nothing."""

import pytest

from core.services import records
from core.services.work import App
from core.testing.app import MakeCustomer
from core.testing.web import Arrive, Visitor
from tests.web.html import page


def options(person: Visitor, words: str, **headers: str) -> list[str]:
    """What the palette offers."""
    answer = person.get("/palette", params={"q": words}, headers=headers)
    assert answer.status_code == 200
    return [item.text for item in page(answer.text).all("li", role="option")]


@pytest.mark.parametrize("words", ["王伟", "wangwei", "ww", "王偉", "8000", "wang@"])
def test_a_customer_is_found_however_it_is_written(
    visitor: Arrive, make_customer: MakeCustomer, words: str
) -> None:
    make_customer(name="王伟明", phone="+86 138 0013 8000", email="wang@example.com", country="CN")
    assert options(visitor(), words)[0].startswith("王伟明")


def test_pages_of_the_menu_and_what_can_be_made_are_found_by_their_titles(visitor: Arrive) -> None:
    assert options(visitor(), "customer")[:2] == ["Customers g c", "New: Customer"]
    assert "客户 g c" in options(visitor(language="zh-Hans"), "客户")


def test_the_palette_offers_where_one_can_go_before_anything_is_typed(visitor: Arrive) -> None:
    assert "Today g t" in options(visitor(), "")


def test_nobody_is_offered_what_he_may_not_see(visitor: Arrive, make_customer: MakeCustomer) -> None:
    make_customer(name="Secret GmbH")
    seller = visitor("salesperson")
    assert options(seller, "Secret") == ["All results for “Secret”"]
    assert not any("Users" in item for item in options(visitor({"core.tags.view": "all"}), ""))
    assert "Nothing was found" in seller.get("/search?q=Secret").text


STRANGE = ("<script>alert(1)</script>", "'\"; --", "%", "_", "*", "(", "x" * 5_000, "\u202e", "🙂", "-")


@pytest.mark.parametrize("words", STRANGE)
def test_strange_words_find_nothing_and_break_nothing(visitor: Arrive, words: str) -> None:
    person = visitor()
    for address in ("/palette", "/search"):
        answer = person.get(address, params={"q": words})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text


def test_results_stand_by_kind_with_a_link_to_all(visitor: Arrive, app: App) -> None:
    with app.work(app.system(door="test")) as work:
        (id,) = records.create(work, "customers", [{"name": "Berg Steel"}])
        records.create(work, "contacts", [{"customer": id, "name": "Anna Berg"}])
    html = visitor().get("/search?q=Berg").text
    assert f'href="/customers/{id}"' in html and "Anna Berg" in html
    assert 'href="/customers?q=Berg"' in html


def test_saved_views_are_found_by_their_names_by_who_may_use_them(visitor: Arrive, app: App) -> None:
    person = visitor()
    view = {"resource": "customers", "name": "Late payers", "owner": person.user, "definition": {"q": "late"}}
    with app.work(app.system(door="test")) as work:
        (id,) = records.create(work, "saved_views", [view])
    answer = person.get("/palette?q=payers")
    assert f'data-href="/customers?view={id}"' in answer.text
    assert "Customers: Late payers" in answer.text
    assert "payers" not in visitor().get("/palette?q=paye").text.replace("“paye”", "")
