"""Which services answer a reminder or fulfil a booking, and which are only entered late."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.services.work import App
from core.testing.app import Clock, actor_with
from core.testing.jobs import RunJobs
from plugins.care.public import note_call
from tests.plugins.care.asking import act, car, change, create, every_morning, plan, read, rows, under
from tests.plugins.care.vehicles import AS_OF

REMINDERS = "care.reminders"
TASKS = [{"code": "OIL", "months": 12}, {"code": "AIR", "months": 12}]


def reminded(app: App, run_jobs: RunJobs, **values: Any) -> int:
    """A car of which the owner was reminded today; it is due on the 25th."""
    subject = under(app, plan(app, **{"tasks": TASKS, **values}), car(app))
    every_morning(app, run_jobs)
    return subject


def done(app: App, on: date, codes: str = "OIL AIR") -> None:
    create(app, "care.services", asset=1, done_on=on, codes=codes)


def results(app: App) -> list[tuple[str | None, str]]:
    return [(row["result"], row["state"]) for row in rows(app, REMINDERS, "result", "state")]


def statuses(app: App) -> list[str]:
    return [row["status"] for row in rows(app, "care.bookings", "status")]


@pytest.mark.parametrize(
    ("days_ago", "codes", "answer"),
    [
        (0, "OIL", ("came", "closed")),
        (3, "OIL", ("came", "closed")),  # before anybody was asked: it is not due any more
        (359, "OIL AIR", (None, "reminded")),  # a day after it was new: due still
        (0, "LAMP", (None, "reminded")),
    ],
)
def test_only_a_service_after_which_nothing_is_due_answers(
    app: App, run_jobs: RunJobs, days_ago: int, codes: str, answer: tuple[str, str]
) -> None:
    reminded(app, run_jobs)
    done(app, AS_OF - timedelta(days_ago), codes)
    assert results(app) == [answer]


@pytest.mark.parametrize("days_ago", [0, 3])
def test_a_service_that_leaves_the_next_one_due_soon_answers_too(
    app: App, run_jobs: RunJobs, days_ago: int
) -> None:
    subject = under(app, plan(app, tasks=[{"code": "OIL", "months": 1}]), car(app))
    done(app, date(2026, 10, 25), "OIL")
    every_morning(app, run_jobs)
    done(app, AS_OF - timedelta(days_ago), "OIL")
    assert results(app) == [("came", "closed")]
    assert read(app, "care.subjects", subject)["urgency"] == "due_soon"


def test_an_old_service_of_what_is_not_planned_any_more_answers_nothing(app: App, run_jobs: RunJobs) -> None:
    reminded(app, run_jobs)
    change(app, "care.plans", 1, tasks=[{"code": "AIR", "months": 12}])
    run_jobs()
    done(app, AS_OF - timedelta(300), "OIL")
    assert results(app) == [(None, "reminded")]


def test_a_service_entered_late_takes_nobodys_booking(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    reminded(app, run_jobs)
    act(app, REMINDERS, "result", 1, result="booked", booked_on=AS_OF + timedelta(10))
    done(app, AS_OF - timedelta(359))
    assert (results(app), statuses(app)) == ([("booked", "closed")], ["confirmed"])
    clock.forward(days=5)
    done(app, AS_OF + timedelta(5))  # he came earlier than he had said
    assert (results(app), statuses(app)) == ([("came", "closed")], ["done"])


def test_a_booking_that_is_noted_afterwards_is_fulfilled(app: App, run_jobs: RunJobs) -> None:
    subject = under(app, plan(app, tasks=TASKS), car(app))
    values = {"booked_on": AS_OF - timedelta(4), "codes": "OIL", "status": "confirmed"}
    create(app, "care.bookings", subject=subject, **values)
    done(app, AS_OF - timedelta(4))
    assert statuses(app) == ["done"]


def test_a_call_is_noted_by_somebody_who_sees_no_plans(app: App) -> None:
    user = create(app, "users", login="u", name="U")
    subject = under(app, plan(app, tasks=TASKS), car(app, owner={"owner": user}))
    seen = ("core.customers.view", "assets.assets.view", "assets.holdings.view", "care.subjects.view")
    rights = *seen, *(f"{REMINDERS}.{name}" for name in ("view", "create", "edit"))
    with app.work(actor_with(dict.fromkeys(rights, "own"), user_id=user)) as work:
        assert note_call(work, subject, "answered") is not None
    assert results(app) == [("answered", "reminded")]
