"""Lists through the API: pages, filters, sorts, search, fields, and what is refused."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.test_records import CUSTOMERS, code_of, made

CITIES = ("Berlin", "Köln", "北京", None, "Aachen")


@pytest.fixture
def client_with_customers(client: TestClient) -> TestClient:
    rows = [
        {"name": f"Customer {number}", "city": city, "country": "CN" if city == "北京" else "DE"}
        for number, city in enumerate(CITIES)
    ]
    assert client.post(CUSTOMERS, json=rows).status_code == 201
    return client


def cities(answer: Any) -> list[str | None]:
    assert answer.status_code == 200, answer.text
    return [row["city"] for row in answer.json()["data"]]


def test_a_list_answers_data_next_and_count(client_with_customers: TestClient) -> None:
    page = client_with_customers.get(CUSTOMERS).json()
    assert list(page) == ["data", "next", "count"]
    assert (len(page["data"]), page["next"], page["count"]) == (5, None, 5)


def test_pages_give_every_record_once_empty_values_last(client_with_customers: TestClient) -> None:
    found: list[str | None] = []
    query = {"sort": "city", "limit": "2", "fields": "city"}
    page = client_with_customers.get(CUSTOMERS, params=query).json()
    while page["next"]:
        found += [row["city"] for row in page["data"]]
        page = client_with_customers.get(CUSTOMERS, params={**query, "after": page["next"]}).json()
    found += [row["city"] for row in page["data"]]
    assert sorted(map(str, found)) == sorted(map(str, CITIES))
    assert found[-1] is None


FOUND: tuple[tuple[dict[str, str], list[str | None]], ...] = (
    ({"filter[country]": "CN"}, ["北京"]),
    ({"filter[country]": "China"}, ["北京"]),
    ({"filter[city][in]": "Berlin,Aachen"}, ["Berlin", "Aachen"]),
    ({"filter[city][empty]": "true"}, [None]),
    ({"filter[city]": "Berlin", "filter[country]": "CN"}, []),
    ({"where": '{"not": {"field": "city", "op": "starts", "value": "B"}}', "filter[country]": "DE"},
     ["Köln", None, "Aachen"]),
    ({"q": "customer 2"}, ["北京"]),
)  # fmt: skip


def test_filters_and_words_narrow_a_list(client_with_customers: TestClient) -> None:
    for query, expected in FOUND:
        assert cities(client_with_customers.get(CUSTOMERS, params={"sort": "id", **query})) == expected, query


def test_rows_bring_along_what_is_included(client: TestClient) -> None:
    customer = made(client, name="Acme")["id"]
    made(client, f"{CUSTOMERS}/{customer}/contacts", name="Anna")
    (row,) = client.get(CUSTOMERS, params={"include": "owner,contacts"}).json()["data"]
    assert row["included"]["owner"]["name"] == "User1"
    assert [contact["name"] for contact in row["included"]["contacts"]] == ["Anna"]


def test_counting_is_left_out_or_done_to_the_end(client_with_customers: TestClient) -> None:
    pages = [
        client_with_customers.get(CUSTOMERS, params={"count": way, "limit": 1}).json()
        for way in ("none", "exact")
    ]
    assert [page["count"] for page in pages] == [None, 5]


REFUSED = {
    "an unknown parameter": ("limt=5", "limt"),
    "a parameter twice": ("limit=5&limit=6", "limit"),
    "a limit too high": ("limit=201", "limit"),
    "an unknown sort": ("sort=tax_id", "sort"),
    "SQL as a sort": ("sort=name;DROP TABLE core_customer", "sort"),
    "SQL as a filter": ("filter[name' OR 1=1 --]=x", "filter"),
    "an unknown filter": ("filter[contry]=DE", "where"),
    "a hidden column": ("filter[name_key]=a", "where"),
    "an unknown operator": ("filter[name][like]=a", "name"),
    "a value of the wrong kind": ("filter[updated_at][gt]=yesterday", "updated_at"),
    "a country that does not exist": ("filter[country]=Atlantis", "country"),
    "a filter that is not JSON": ("where={", "where"),
    "a filter that is no tree": ("where=[1]", "where"),
    "a filter a thousand deep": ("where=" + '{"not":' * 1000 + "{}" + "}" * 1000, "where"),
    "a cursor of nobody": ("after=x", "after"),
    "an unknown field": ("fields=name,nmae", "fields"),
    "a hidden field": ("fields=name_key", "fields"),
    "an unknown companion": ("include=password", "include"),
    "an unknown way of counting": ("count=all", "count"),
}


def refused(client: TestClient, address: str) -> list[str]:
    """The fields that a 422 names."""
    answer = client.get(address)
    assert code_of(answer) == (422, "invalid"), address
    return list(answer.json()["errors"])


# One application for many requests: a fresh one for each would take most of the time.
def test_what_is_not_offered_is_refused_by_name(client: TestClient) -> None:
    found = {case: refused(client, f"{CUSTOMERS}?{query}") for case, (query, _field) in REFUSED.items()}
    assert found == {case: [field] for case, (_query, field) in REFUSED.items()}


def test_bytes_that_are_no_text_are_refused(client: TestClient) -> None:
    assert code_of(client.get(f"{CUSTOMERS}?q=%FF%FE")) == (400, "bad_request")
    assert code_of(client.get(f"{CUSTOMERS}?q=%00")) == (400, "bad_request")


def test_a_cursor_of_another_order_is_refused(client_with_customers: TestClient) -> None:
    page = client_with_customers.get(f"{CUSTOMERS}?sort=city&limit=2").json()
    answer = client_with_customers.get(CUSTOMERS, params={"sort": "name", "after": page["next"]})
    assert list(answer.json()["errors"]) == ["after"]


def test_a_list_below_a_record_holds_what_belongs_to_it(client: TestClient) -> None:
    first, second = (made(client, name=name)["id"] for name in ("First", "Second"))
    anna = made(client, f"{CUSTOMERS}/{first}/contacts", name="Anna")
    made(client, f"{CUSTOMERS}/{second}/contacts", name="Ben")
    call = made(client, f"{CUSTOMERS}/{first}/activities", type="call", subject="Ring")
    assert (anna["customer"], call["customer"]) == (first, first)
    below = client.get(f"{CUSTOMERS}/{first}/contacts").json()
    assert [row["name"] for row in below["data"]] == ["Anna"]
    assert [row["id"] for row in client.get(f"{CUSTOMERS}/{first}/activities").json()["data"]] == [call["id"]]


def test_a_list_below_no_record_is_not_found(client: TestClient) -> None:
    for method in ("GET", "POST"):
        answer = client.request(method, f"{CUSTOMERS}/77/contacts", json={"name": "Anna"})
        assert code_of(answer) == (404, "not_found")


def test_the_record_of_the_address_cannot_be_contradicted(client: TestClient) -> None:
    first, second = (made(client, name=name)["id"] for name in ("First", "Second"))
    answer = client.post(f"{CUSTOMERS}/{first}/contacts", json={"name": "Anna", "customer": second})
    assert list(answer.json()["errors"]) == ["customer"]
    assert client.get("/api/v1/contacts").json()["data"] == []


def test_totals_are_exact_and_by_currency(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}/sample/machines"
    rows = [
        {"serial": f"S{n}", "load": "1234567890.12345678", "price": "0.10", "currency": code}
        for n, code in enumerate(["EUR", "EUR", "JPY"])
    ]
    rows[2]["price"] = "7"
    assert client.post(path, json=rows).status_code == 201
    loads = client.get("/api/v1/sample/machines/totals?sum=load").json()
    assert loads["sums"] == {"": "3703703670.37037034"}
    prices = client.get("/api/v1/sample/machines/totals?sum=price&currency=EUR").json()
    assert (prices["sums"], prices["missing"]) == ({"EUR": "0.20", "JPY": "7"}, ["JPY"])
    assert prices["total"] is None


def test_totals_follow_the_filters(client: TestClient) -> None:
    path = f"{CUSTOMERS}/{made(client)['id']}/sample/machines"
    client.post(path, json=[{"serial": "A", "hours": 2}, {"serial": "B", "hours": 40}])
    where = json.dumps({"field": "serial", "op": "eq", "value": "B"})
    answer = client.get("/api/v1/sample/machines/totals", params={"sum": "hours", "where": where})
    assert answer.json()["sums"] == {"": "40"}


def test_totals_of_what_cannot_be_added_up_are_refused(client: TestClient) -> None:
    for query in ("", "sum=serial", "sum=nothing", "sum=price&currency=XXQ", "sum=price&limit=1"):
        assert refused(client, f"/api/v1/sample/machines/totals?{query}")


def test_search_finds_records_of_all_kinds(client: TestClient) -> None:
    customer = made(client, name="Alfreds Futterkiste")["id"]
    made(client, f"{CUSTOMERS}/{customer}/contacts", name="Maria Alfreds")
    hits = client.get("/api/v1/search?q=alfreds").json()["data"]
    assert {(hit["resource"], hit["label"]) for hit in hits} == {
        ("customers", "Alfreds Futterkiste"),
        ("contacts", "Maria Alfreds"),
    }
    only = client.get("/api/v1/search?q=alfreds&resources=contacts").json()["data"]
    assert [hit["customer"] for hit in only] == [customer]


def test_a_search_for_nothing_or_in_nothing_is_refused(client: TestClient) -> None:
    for query in ("", "q=", "q=%20", "q=x&resources=customer", "q=x&limit=51", "q=x&sort=id"):
        assert refused(client, f"/api/v1/search?{query}")
