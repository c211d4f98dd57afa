"""From record to record in the list that it was opened from (U12)."""

from itertools import pairwise
from urllib.parse import urlencode

import pytest

from core.testing.app import MakeCustomer
from core.testing.web import Arrive
from tests.web.html import opened

LISTS = ("", "sort=name", "sort=-city", "sort=city&q=acme", "filter[city]=Ulm", "sort=-id")


@pytest.fixture
def customers(make_customer: MakeCustomer) -> list[int]:
    cities = ["Ulm", "Bonn", None, "Ulm", None, "Ulm"]
    return [make_customer(name=f"Acme {number % 3}", city=city) for number, city in enumerate(cities)]


@pytest.mark.parametrize("query", LISTS)
def test_next_and_previous_go_through_the_list_in_its_order(
    query: str, customers: list[int], visitor: Arrive
) -> None:
    guest = visitor()
    links = [item.attrs["href"] for item in opened(guest, f"/customers?{query}").one("tbody").all("a")]
    ids = list(
        dict.fromkeys(int(href.split("?")[0].rsplit("/", 1)[1]) for href in links if "/customers/" in href)
    )
    kept = urlencode({"list": query})
    for here, following in pairwise(ids):
        onward = guest.get(f"/customers/{here}/next?{kept}").headers["location"]
        assert onward.split("?")[0] == f"/customers/{following}"
        back = guest.get(f"/customers/{following}/previous?{kept}").headers["location"]
        assert back.split("?")[0] == f"/customers/{here}"
    assert set(ids) <= set(customers)


def test_the_place_in_the_list_is_told(customers: list[int], visitor: Arrive) -> None:
    kept = urlencode({"list": "sort=id"})
    place = opened(visitor(), f"/customers/{customers[1]}/place?{kept}")
    assert place.one(class_="position").text == "2 of 6"
    assert [item.attrs["href"].split("?")[0] for item in place.all("a")] == [
        f"/customers/{customers[0]}",
        f"/customers/{customers[2]}",
    ]


def test_the_end_of_the_list_is_told(customers: list[int], visitor: Arrive) -> None:
    guest, last = visitor(), customers[-1]
    answer = guest.get(f"/customers/{last}/next?list=sort%3Did")
    assert answer.headers["location"] == f"/customers/{last}?list=sort%3Did"
    assert "last one" in opened(guest, answer.headers["location"]).one(id="toasts").text


@pytest.mark.parametrize(
    "query", ["sort=nothing", "filter[x]=1", "where={", "view=99", "%00", "q=" + "x" * 5000]
)
def test_a_list_that_cannot_be_leaves_the_page_as_it_is(
    query: str, customers: list[int], visitor: Arrive
) -> None:
    kept, guest = urlencode({"list": query}), visitor()
    assert guest.get(f"/customers/{customers[0]}?{kept}").status_code == 200
    assert guest.get(f"/customers/{customers[0]}/place?{kept}").status_code == 200
    assert guest.get(f"/customers/{customers[0]}/next?{kept}").status_code in (303, 404, 422)
