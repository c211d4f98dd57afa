"""AU2: deliveries and repairs owe calls by themselves; unreached ones are tried again, then handed up."""

from collections.abc import Callable

from tests.features.conftest import At
from tests.features.dealing import day, noon, plugins, preparation, sold_car

__all__ = ["day", "noon", "plugins", "preparation"]

CALLS = "auto_dealer.follow_ups"


def test_au2_calls_come_by_themselves_and_end_with_the_manager(at: At, day: Callable[[int], str]) -> None:
    _customer, car = sold_car(at, day(0))
    ned, nina = at("ned"), at("nina")
    ned.create("care.services", asset=car, done_on=day(0), codes="OIL")
    owed = ned.rows(CALLS, {"state": "open"}, sort="due_on", fields="due_on,kind")
    assert [row["due_on"] for row in owed] == [day(3), day(3), day(30)]
    assert sorted(row["kind"] for row in owed) == ["delivery", "delivery", "repair"]
    first = owed[0]["id"]
    assert ned.rows("activities", {"type": "call"}, sort="due_at")[0]["status"] == "planned"
    for _attempt in range(3):
        ned.act(CALLS, first, "result", result="unreached")
    (row,) = nina.rows(CALLS, {"state": "escalated"}, include="owner")
    assert (row["id"], row["included"]["owner"]["name"]) == (first, "Nina")
    assert at("sven").rows(CALLS) == []


def test_au2_a_call_that_is_made_is_over(at: At, day: Callable[[int], str]) -> None:
    sold_car(at, day(0))
    ned = at("ned")
    (call,) = ned.rows(CALLS, {"due_on": day(3)})
    ned.act(CALLS, call["id"], "result", result="reached", note="Happy")
    row = ned.show(CALLS, call["id"])
    assert (row["state"], row["attempts"], row["note"]) == ("reached", 1, "Happy")
