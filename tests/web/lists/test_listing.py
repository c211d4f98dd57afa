"""The page of a list: rows, pages, filters, sorts, what excludes everything; few statements, small pages."""

import gzip
from collections.abc import Sequence

import pytest

from core.services import records
from core.services.work import App
from core.testing.web import Arrive, Visitor
from tests.web.html import Element, opened, page
from tests.web.lists.conftest import Counting


def names(list_page: Element) -> list[str]:
    return [item.text for item in list_page.one("tbody").all("span", class_="name")]


def following(list_page: Element, title: str) -> str:
    return list_page.one("a", title=title).attrs["href"]


def test_a_list_shows_the_first_rows_and_how_many_there_are(
    visitor: Arrive, customers: Sequence[int]
) -> None:
    found = opened(visitor(), "/customers")
    assert names(found) == [f"Customer {number:03}" for number in range(50)]
    assert found.one("span", id="list-count").text == "120"
    assert found.one("nav", class_="pager").text.startswith("1–50 / 120")


@pytest.mark.parametrize("sort", ["name", "-city"])
def test_pages_lead_on_and_back(visitor: Arrive, customers: Sequence[int], sort: str) -> None:
    client = visitor()
    first = opened(client, f"/customers?sort={sort}")
    second = opened(client, following(first, "Next page (])"))
    third = opened(client, following(second, "Next page (])"))
    assert len({*names(first), *names(second), *names(third)}) == 120
    assert third.one("nav", class_="pager").text.startswith("101–120 / 120")
    again = opened(client, following(third, "Previous page ([)"))
    assert names(again) == names(second)
    assert names(opened(client, following(again, "Previous page ([)"))) == names(first)


def test_headings_sort_by_what_is_offered(visitor: Arrive, customers: Sequence[int]) -> None:
    client = visitor()
    heads = opened(client, "/customers").one("thead")
    links = {item.text: item.attrs["href"] for item in heads.all("a")}
    assert links.keys() == {"Number", "Name", "City", "Country", "Changed at"}
    turned = opened(client, links["Name"])
    assert names(turned)[0] == "Customer 119"
    assert turned.one("th", aria_sort="descending").text == "Name"


def test_a_menu_offers_every_order(visitor: Arrive, customers: Sequence[int]) -> None:
    client = visitor()
    menu = opened(client, "/customers?columns=city").one("div", id="list-sorts")
    orders = [item for item in menu.all("a") if "group=" not in item.attrs["href"]]
    assert [item.text for item in orders] == ["Name", "Number", "Id", "Changed at", "City", "Country"]
    by_id = menu.all("a")[2].attrs["href"]
    again = opened(client, by_id).one("div", id="list-sorts").all("a")[2]
    newest = opened(client, again.attrs["href"])
    assert newest.one("tbody").all("tr")[0].attrs["data-id"] == str(max(customers))


def test_segments_and_chips_are_filters_that_can_be_taken_away(
    visitor: Arrive, customers: Sequence[int]
) -> None:
    client = visitor()
    found = opened(client, "/customers?filter[city]=Ulm&q=Customer")
    assert found.one("span", id="list-count").text == "30"
    chip = found.one("span", class_="chip")
    assert chip.text.startswith("City is Ulm")
    without = chip.one("a").attrs["href"]
    assert opened(client, without).one("span", id="list-count").text == "120"
    person = next(item for item in found.one("nav", class_="segments").all("a") if item.text == "Person")
    assert opened(client, person.attrs["href"]).one("span", id="list-count").text == "0"


def test_an_empty_list_says_what_excludes_everything(visitor: Arrive, customers: Sequence[int]) -> None:
    client = visitor()
    found = opened(client, "/customers?filter[city]=Ulm&filter[country]=DE")
    offers = {item.text: item.attrs["href"] for item in found.one("div", class_="empty").all("a")}
    assert "Without Country is Germany (30)" in offers
    assert "Without City is Ulm (0)" not in offers
    assert len(names(opened(client, offers["Without Country is Germany (30)"]))) == 30


def test_where_several_parts_exclude_everything_one_alone_is_offered(
    visitor: Arrive, customers: Sequence[int], statements: Counting
) -> None:
    client = visitor()
    address = "/customers?filter[city]=Ulm&filter[country]=DE&filter[industry]=Tea"
    client.get(address)
    with statements() as asked:
        found = opened(client, address)
    offers = {item.text: item.attrs["href"] for item in found.one("div", class_="empty").all("a")}
    assert "Only City is Ulm (30)" in offers
    assert len(names(opened(client, offers["Only City is Ulm (30)"]))) == 30
    assert len(asked) <= 13, asked


def test_an_empty_module_offers_to_make_the_first(visitor: Arrive) -> None:
    empty = opened(visitor(), "/contacts").one("div", class_="empty")
    assert empty.one("a").attrs["href"] == "/contacts/new"
    nobody = visitor({"core.contacts.view": "own"})
    assert not opened(nobody, "/contacts").one("div", class_="empty").all("a")


@pytest.mark.parametrize("role", ["administrator", "manager", "salesperson"])
def test_a_list_takes_few_statements_and_is_small(
    visitor: Arrive, customers: Sequence[int], statements: Counting, app: App, role: str
) -> None:
    client = visitor(role)
    with app.work(app.system(door="test")) as work:
        own = [records.Update(id, {"owner": client.user}) for id in customers]
        records.update(work, "customers", own)
    for address in ("/customers", f"/customers?filter[owner]={client.user}&q=Customer&sort=-updated_at"):
        client.get(address)
        with statements() as asked:
            answer = client.get(address)
        assert answer.status_code == 200
        assert len(asked) <= 12, asked
        assert len(gzip.compress(answer.content)) < 60_000


def test_a_wrong_filter_is_said_above_an_empty_list(visitor: Arrive, customers: Sequence[int]) -> None:
    client = visitor()
    for query in ("filter[nosuch]=1", "sort=nosuch", "after=nonsense", "filter[updated_at][gt]=x"):
        answer = client.get(f"/customers?{query}")
        assert answer.status_code == 422, query
        assert page(answer.text).one("div", role="alert")
    for query in ("where={", "where=[]", 'where={"and": 1}', "columns=&view=nosuch", "filter[a b]=1"):
        assert client.get(f"/customers?{query}").status_code in (404, 422), query
    deep = '{"not":' * 200 + '{"field": "city"}' + "}" * 200
    assert client.get("/customers", params={"where": deep}).status_code == 422


def test_hostile_names_are_text(visitor: Arrive, app: App) -> None:
    hostile = ["<script>alert(1)</script>\"'&", "{{ 7 * 7 }}", "=1+1", "\u202eabc", "😀" * 50]
    with app.work(app.system(door="test")) as work:
        records.create(work, "customers", [{"name": name, "city": name} for name in hostile])
    found = opened(visitor(), "/customers")
    assert sorted(names(found)) == sorted(hostile)
    assert not found.one("table", class_="list").all("script")


def test_only_what_may_be_seen_is_shown(visitor: Arrive, app: App) -> None:
    with app.work(app.system(door="test")) as work:
        records.create(work, "customers", [{"name": "Acme", "email": "mia@example.com", "phone": "12345"}])
    seller = visitor({"core.customers.view": "all"})
    cells = opened(seller, "/customers").one("tbody").text
    assert "m•••@example.com" in cells
    assert "mia@" not in cells
    assert seller.get("/customers?filter[email]=mia@example.com").status_code == 422
    assert visitor({"core.contacts.view": "all"}).get("/customers").status_code == 403


def test_typing_asks_for_a_part_of_the_page(visitor: Arrive, customers: Sequence[int]) -> None:
    headers = {"hx-request": "true", "hx-target": "div#page-content"}
    answer = visitor().get("/customers?q=Customer+007", headers=headers)
    found = page(answer.text)
    assert names(found) == ["Customer 007"]
    assert not found.all("html")
    assert {item.attrs["id"] for item in found.all(hx_swap_oob="true")} == {
        "list-count",
        "list-actions",
        "list-tools",
        "list-foot",
    }
    assert answer.headers["hx-replace-url"] == "/customers?q=Customer+007"
    assert "1 found" in answer.headers["hx-trigger"]


def test_a_list_in_chinese_has_no_english(visitor: Arrive, customers: Sequence[int]) -> None:
    found = opened(visitor(language="zh-Hans"), "/customers?filter[city][ne]=Ulm")
    for word in ("Filter", "Columns", "Views", "is not", "Select", "Number"):
        assert word not in found.one("main").text, word


def test_every_kind_of_records_has_a_list(visitor: Arrive, app: App) -> None:
    client: Visitor = visitor()
    for record_type in app.registry.types.values():
        if "list" in record_type.resource.verbs:
            path = f"/{record_type.resource.path}"
            for below in ("", "/filter", "/columns", "/views", "/views/new"):
                assert client.get(path + below).status_code == 200, path + below
