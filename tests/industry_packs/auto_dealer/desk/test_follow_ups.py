"""Calls after deliveries and repairs come by themselves, are tried again, and go to the manager at last."""

from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text

from core.errors import Invalid
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from core.testing.people import Hire
from industry_packs.auto_dealer.services.calls.measuring import Calls, calls
from tests.plugins.care.asking import act, car, change, create, read, rows, setting
from tests.plugins.care.vehicles import AS_OF
from tests.servers import eventually

CALLS = "auto_dealer.follow_ups"


def days(app: App, state: str = "open") -> list[int]:
    """In how many days calls are due."""
    where = {"field": "state", "op": "eq", "value": state}
    return [(row["next_on"] - AS_OF).days for row in rows(app, CALLS, "next_on", where=where)]


def delivered(app: App, ago: int = 0, **values: Any) -> int:
    """A car that somebody got so many days ago."""
    return car(app, (AS_OF - timedelta(ago)).isoformat(), **values)


def repaired(app: App, asset: int, ago: int = 0) -> int:
    """A service."""
    return create(app, "care.services", asset=asset, done_on=AS_OF - timedelta(ago), codes="OIL")


def test_a_delivery_owes_calls_on_day_3_and_30_and_a_repair_on_day_3(app: App) -> None:
    asset = delivered(app)
    assert days(app) == [3, 30]
    repaired(app, asset)
    repaired(app, asset)
    assert days(app) == [3, 30, 3]
    (first, *_rest) = rows(app, "activities", "type", "status", "customer", "due_at", sort="due_at")
    assert (first["type"], first["status"], first["due_at"].date()) == (
        "call",
        "planned",
        AS_OF + timedelta(3),
    )


def test_history_owes_nothing_and_what_is_written_late_is_due_at_once(app: App) -> None:
    asset = delivered(app, ago=200)
    repaired(app, asset, ago=100)
    repaired(app, asset, ago=-5)
    assert days(app) == []
    repaired(app, asset, ago=6)
    assert days(app) == [0]


def test_the_company_says_when_people_are_called(app: App) -> None:
    setting(app, "auto_dealer.call_after_delivery", 0)
    setting(app, "auto_dealer.second_call_after_delivery", 14)
    delivered(app)
    assert days(app) == [14]


def test_nobody_is_called_who_does_not_want_it_or_has_sold_the_car(app: App) -> None:
    delivered(app, owner={"do_not_contact": True})
    asset = delivered(app, ago=1, owner={"family_name": "Bob", "email": "b@example.com"})
    delivered(app, owner={"family_name": "Cleo", "email": "c@example.com"})
    assert len(days(app)) == 4
    change(app, "customers", 3, do_not_contact=True)
    assert [row["customer"] for row in rows(app, CALLS, "customer", where=OPEN)] == [2, 2]
    create(app, "customers", name="Dan")
    holding = rows(app, "assets.holdings", where={"field": "asset", "op": "eq", "value": asset})[0]["id"]
    change(app, "assets.holdings", holding, until=AS_OF.isoformat())
    assert days(app) == []
    assert {row["status"] for row in rows(app, "activities", "status")} == {"cancelled"}


@pytest.mark.databases("postgresql")
def test_two_who_reach_nobody_at_once_plan_one_further_call(app: App) -> None:
    delivered(app)
    other = Thread(target=lambda: act(app, CALLS, "result", 1, result="unreached"))
    (action,) = (each for each in app.registry.type_of(CALLS).resource.actions if each.name == "result")
    with app.work(app.system("test")) as work:
        action.run(work, 1, {"result": "unreached"})
        other.start()
        eventually(lambda: somebody_waits(app) or not other.is_alive())
    other.join()
    planned = rows(app, "activities", where={"field": "status", "op": "eq", "value": "planned"})
    assert read(app, CALLS, 1)["attempts"] == 2 and len(planned) == len(days(app)) == 2


def somebody_waits(app: App) -> bool:
    waits = "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with app.database.reading() as connection:
        return bool(connection.execute(text(f"SELECT count(*) FROM {waits}")).scalar_one())


OPEN = {"field": "state", "op": "eq", "value": "open"}


def test_whoever_is_not_reached_is_called_again_and_then_by_the_manager(app: App, hire: Hire) -> None:
    store = create(app, "units", code="N1", name="N1", kind="store")
    boss = hire("nina", "manager", unit="N1").id
    delivered(app, unit=store)
    for attempt in (1, 2):
        act(app, CALLS, "result", 1, result="unreached")
        row = read(app, CALLS, 1)
        assert (row["attempts"], row["state"], row["next_on"]) == (attempt, "open", AS_OF + timedelta(1))
    act(app, CALLS, "result", 1, result="unreached", note="Number is wrong")
    row = read(app, CALLS, 1)
    assert (row["state"], row["owner"], row["next_on"]) == ("escalated", boss, AS_OF)
    assert read(app, "activities", row["activity"])["owner"] == boss
    done = rows(app, "activities", "outcome", where={"field": "status", "op": "eq", "value": "done"})
    assert [each["outcome"] for each in done] == [
        "Not reached",
        "Not reached",
        "Not reached: Number is wrong",
    ]


def test_a_call_that_is_done_or_cancelled_where_it_stands_has_its_result(app: App) -> None:
    delivered(app)
    change(app, "activities", 1, status="done", outcome="Happy")
    change(app, "activities", 2, status="cancelled")
    assert [row["state"] for row in rows(app, CALLS, "state")] == ["reached", "cancelled"]
    with pytest.raises(Invalid, match="already"):
        act(app, CALLS, "result", 1, result="reached")


def test_calls_that_nobody_makes_go_to_the_manager_once(
    app: App, clock: Clock, run_jobs: RunJobs, hire: Hire
) -> None:
    create(app, "units", code="N1", name="N1", kind="store")
    hire("nina", "manager", unit="N1")
    delivered(app, unit="N1")
    for _morning in range(2):
        clock.forward(days=5)
        with app.work(app.system("test")) as work:
            work.enqueue("auto_dealer.late_calls")
        run_jobs()
    assert [row["state"] for row in rows(app, CALLS, "state")] == ["escalated", "open"]
    planned = rows(app, "activities", where={"field": "status", "op": "eq", "value": "planned"})
    assert len(planned) == 2


def test_the_share_made_in_time_is_told_by_store_and_person(app: App, clock: Clock) -> None:
    create(app, "units", code="N1", name="North", kind="store")
    ned = create(app, "users", login="ned", name="Ned")
    for name in ("Ada", "Bob"):
        mail = f"{name}@example.com"
        delivered(app, unit="N1", owner={"family_name": name, "owner": ned, "email": mail})
    clock.forward(days=3)
    act(app, CALLS, "result", 1, result="reached")
    clock.forward(days=1)
    act(app, CALLS, "result", 3, result="declined")
    with app.reading(app.system("test")) as work:
        (found,) = calls(work, AS_OF, date(2027, 1, 30))
    assert found == Calls("North", "Ned", 2, 1, 1, 0)
    assert found.share == 50
