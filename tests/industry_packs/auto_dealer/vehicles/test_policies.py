"""Insurance and statutory inspections: reminded of before they end, once each time."""

from datetime import date, timedelta

from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from tests.plugins.care.asking import car, change, create, delete, every_morning, rows
from tests.plugins.care.vehicles import AS_OF

POLICIES = "auto_dealer.policies"


def policy(app: App, asset: int, days: int, kind: str = "insurance") -> int:
    return create(app, POLICIES, asset=asset, kind=kind, ends_on=AS_OF + timedelta(days))


def due(app: App) -> list[tuple[str, date | None, str]]:
    found = rows(app, "care.subjects", "name", "care.due_on", "status")
    return [(row["name"], row["care.due_on"], row["status"]) for row in found]


def reminders(app: App) -> list[tuple[str, date]]:
    return [(row["codes"], row["due_on"]) for row in rows(app, "care.reminders", "codes", "due_on")]


def test_the_owner_is_reminded_between_30_and_60_days_before(
    app: App, run_jobs: RunJobs, clock: Clock
) -> None:
    policy(app, car(app), 61)
    every_morning(app, run_jobs)
    assert reminders(app) == []
    clock.forward(days=20)
    every_morning(app, run_jobs)
    assert reminders(app) == [("INSURANCE", AS_OF + timedelta(61))]


def test_a_renewed_policy_is_due_when_it_ends_and_told_once_more(
    app: App, run_jobs: RunJobs, clock: Clock
) -> None:
    id = car(app)
    policy(app, id, 40)
    every_morning(app, run_jobs)
    policy(app, id, 400)
    clock.forward(days=300)
    every_morning(app, run_jobs)
    clock.forward(days=70)
    every_morning(app, run_jobs)
    assert [day for _codes, day in reminders(app)] == [AS_OF + timedelta(40), AS_OF + timedelta(400)]


def test_each_kind_has_a_plan_of_its_own_and_others_none(app: App) -> None:
    id = car(app)
    for kind in ("insurance", "inspection", "finance", "other"):
        policy(app, id, 100, kind)
    assert [name.split(" / ")[-1] for name, _due, _status in due(app)] == [
        "Insurance",
        "Statutory inspection",
    ]
    assert {day for _name, day, _status in due(app)} == {AS_OF + timedelta(100)}


def test_what_is_due_follows_policies_that_change_or_go(app: App, run_jobs: RunJobs) -> None:
    id = car(app)
    first, last = policy(app, id, 100), policy(app, id, 200)
    change(app, POLICIES, last, ends_on=AS_OF + timedelta(250))
    assert due(app)[0][1] == AS_OF + timedelta(250)
    delete(app, POLICIES, last)
    run_jobs()
    assert due(app)[0][1:] == (AS_OF + timedelta(100), "active")
    delete(app, POLICIES, first)
    assert due(app)[0][2] == "ended"


def test_a_vehicle_that_was_sold_reminds_its_new_owner_only(app: App, run_jobs: RunJobs) -> None:
    id = car(app)
    policy(app, id, 40)
    change(app, "assets.assets", id, status="sold")
    every_morning(app, run_jobs)
    assert reminders(app) == []
