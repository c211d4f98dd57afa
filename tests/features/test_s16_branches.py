"""S16: a chain of many stores; a regional manager sees the whole branch of it and nothing else."""

from collections.abc import Callable
from functools import partial

import pytest

from core.services import records
from core.services.work import App
from tests.features.conftest import PLACES, At
from tests.features.doors import Door, Refused, names

BRANCH = ["N1", "N2", "NORTH"]
OUTSIDE = ["HQ", "S1", "SOUTH", "nowhere"]


@pytest.fixture
def customers(app: App, at: At) -> dict[str, int]:
    """One customer of every unit and one of none, each with a contact and an activity; their ids by name."""
    units = {**{code: code for code, _kind, _above in PLACES}, "nowhere": None}
    revenue = {"annual_revenue": "10.00", "currency": "EUR"}
    with app.work(app.system()) as work:
        rows = [{"name": name, "unit": unit, **revenue} for name, unit in units.items()]
        ids = dict(zip(units, records.create(work, "customers", rows), strict=True))
        people = [{"customer": id, "name": f"At {n}", "email": f"{n}@x.example"} for n, id in ids.items()]
        records.create(work, "contacts", people)
        calls = [{"customer": id, "subject": f"Call {name}"} for name, id in ids.items()]
        records.create(work, "activities", calls)
    return ids


EVERYWHERE = BRANCH + OUTSIDE
SEEN = {"rita": BRANCH, "vera": BRANCH, "rob": BRANCH, "nina": ["N1"], "ned": [], "ada": EVERYWHERE}


@pytest.mark.parametrize(("login", "seen"), SEEN.items(), ids=SEEN)
def test_s16_each_sees_the_customers_of_his_branch_and_no_others(
    at: At, customers: dict[str, int], login: str, seen: list[str]
) -> None:
    door = at(login)
    assert sorted(names(door.rows("customers"))) == sorted(seen)
    assert door.count("customers") == len(seen)
    assert sorted(names(door.rows("contacts"))) == sorted(f"At {name}" for name in seen)
    assert door.count("activities") == len(seen)
    shown = [name for name, id in customers.items() if not refusal(partial(door.show, "customers", id))]
    assert sorted(shown) == sorted(seen)


def refusal(ask: Callable[[], object]) -> str:
    """The code with which it is refused; nothing if it is not."""
    try:
        ask()
    except Refused as refused:
        return refused.code
    return ""


def unseen(door: Door, id: int) -> list[str]:
    """What each way to one customer answers."""
    ways: tuple[Callable[[], object], ...] = (
        lambda: door.show("customers", id),
        lambda: door.history("customers", id),
        lambda: door.change("customers", id, name="Mine"),
        lambda: door.delete("customers", id),
    )
    return [refusal(way) for way in ways]


def test_s16_what_lies_outside_answers_as_if_it_did_not_exist(at: At, customers: dict[str, int]) -> None:
    for name in OUTSIDE:
        assert unseen(at("rita"), customers[name]) == ["not_found"] * 4, name
    assert unseen(at("rita"), 999_999) == ["not_found"] * 4
    assert at("ada").count("customers", {"name": "Mine"}) == 0


def test_s16_no_filter_sort_search_or_sum_tells_of_the_rest(at: At, customers: dict[str, int]) -> None:
    rita = at("rita")
    assert rita.totals("customers", "annual_revenue")["sums"] == {"EUR": "30.00"}
    assert [hit["resource"] for hit in rita.search("S1")] == ["units"]
    assert rita.rows("customers", q="s1@x.example") == rita.rows("customers", {"name": "S1"}) == []
    assert rita.rows("contacts", {"customer.name": "S1"}) == []
    assert rita.count("contacts", {"customer": str(customers["S1"])}) == 0
    for sort in ("name", "-updated_at", "city"):
        assert sorted(names(rita.rows("customers", sort=sort))) == BRANCH


def test_s16_he_works_in_the_whole_branch(at: At, customers: dict[str, int]) -> None:
    rita = at("rita")
    for name in BRANCH:
        rita.change("customers", customers[name], city="Kiel")
        rita.create("activities", customer=customers[name], type="note", subject="Seen")
    assert rita.count("customers", {"city": "Kiel"}) == 3
    rita.delete("customers", customers["N2"])
    assert sorted(names(rita.rows("customers"))) == ["N1", "NORTH"]


def test_s16_nothing_is_hung_onto_what_he_cannot_see(at: At, customers: dict[str, int]) -> None:
    hidden = customers["S1"]
    assert refusal(lambda: at("rita").create("contacts", customer=hidden, name="Spy")) == "invalid"
    assert refusal(lambda: at("rita").create("activities", customer=hidden, subject="Spy")) == "invalid"
    assert refusal(lambda: at("rita").create("customers", name="Child", parent=hidden)) == "invalid"
    assert at("ada").count("contacts") == len(customers)


def test_s16_a_store_that_moves_takes_its_customers_to_the_other_region(
    at: At, customers: dict[str, int]
) -> None:
    assert names(at("rita").rows("customers", {"unit": "N1"})) == ["N1"]
    (store,) = at("ada").rows("units", {"code": "N1"})
    at("ada").change("units", store["id"], parent="SOUTH")
    assert sorted(names(at("rita").rows("customers"))) == ["N2", "NORTH"]
    assert refusal(lambda: at("rita").show("customers", customers["N1"])) == "not_found"


def test_s16_a_customer_without_a_unit_gets_that_of_who_makes_it(at: At) -> None:
    at("ned").create("customers", name="New")
    (row,) = at("rita").rows("customers", include="unit,owner")
    assert (row["included"]["unit"]["name"], row["included"]["owner"]["name"]) == ("N1", "Ned")
