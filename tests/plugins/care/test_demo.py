"""The demo shows something of everything."""

from typing import Any

from core.services.work import App
from core.testing.jobs import RunJobs
from plugins.care.demo import load
from tests.plugins.care.asking import every_morning, rows


def told(_rows: int, _share: float) -> Any:
    """How far it is."""


def test_the_demo_has_overdue_cars_an_inspection_a_promise_and_a_birthday(
    app: App, run_jobs: RunJobs
) -> None:
    load(app, app.system("test"), told)
    urgencies = [row["care.urgency"] for row in rows(app, "care.subjects", "care.urgency")]
    assert urgencies == ["overdue", "overdue", "overdue", "due_soon"]
    every_morning(app, run_jobs)
    assert {row["state"] for row in rows(app, "care.reminders", "state")} == {"reminded"}
    assert [row["customer"] for row in rows(app, "care.greetings", "customer")] == [1]
    assert len(rows(app, "activities", where={"field": "type", "op": "eq", "value": "task"})) == 1
