"""Customers of whom nothing was heard for longer than their class allows become a task, once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from plugins.care.services import silence
from tests.plugins.care.asking import create, every_morning, rows, setting


def tasks(app: App) -> list[int]:
    where = {"field": "type", "op": "eq", "value": "task"}
    return [row["customer"] for row in rows(app, "activities", "customer", where=where)]


def customer(app: App, name: str, kind: str | None = "key") -> int:
    return create(app, "customers", **{"name": name, "care.contact_class": kind})


def called(app: App, customer: int, clock: Clock, **values: Any) -> None:
    done = {"type": "call", "status": "done", "subject": "Hello", "done_at": clock.now}
    create(app, "activities", customer=customer, **{**done, **values})


def test_silence_becomes_a_task_once(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    acme = customer(app, "Acme")
    called(app, acme, clock)
    every_morning(app, run_jobs)
    clock.forward(days=30)
    every_morning(app, run_jobs)
    assert tasks(app) == []
    for _day in range(3):
        clock.forward(days=1)
        every_morning(app, run_jobs)
    assert tasks(app) == [acme]


def test_the_day_is_that_of_the_company(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    setting(app, "core.time_zone", "Asia/Shanghai")
    clock.now = datetime(2026, 11, 18, 17, tzinfo=UTC)
    called(app, customer(app, "Acme"), clock)
    clock.forward(days=32)
    every_morning(app, run_jobs)
    (task,) = rows(app, "activities", "subject", where={"field": "type", "op": "eq", "value": "task"})
    assert task["subject"].endswith("2026-11-19")


def test_many_are_looked_through_in_parts(
    app: App, run_jobs: RunJobs, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silence, "AT_ONCE", 2)
    firms = [customer(app, f"Acme {number}") for number in range(5)]
    clock.forward(days=40)
    for _day in range(2):
        every_morning(app, run_jobs)
    assert sorted(tasks(app)) == firms


def test_another_silence_is_another_task(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    acme = customer(app, "Acme")
    for _silence in range(2):
        called(app, acme, clock)
        clock.forward(days=31)
        every_morning(app, run_jobs)
    assert tasks(app) == [acme, acme]


def test_the_class_says_how_long(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    key, ordinary, small = (customer(app, name, name) for name in ("key", "ordinary", "small"))
    customer(app, "nobody", "none"), customer(app, "unknown", None)
    every_morning(app, run_jobs)
    for days, expected in ((31, [key]), (60, [key, ordinary]), (275, [key, ordinary, small])):
        clock.forward(days=days)
        every_morning(app, run_jobs)
        assert tasks(app) == expected


def test_what_is_planned_or_only_noted_is_no_contact(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    acme = customer(app, "Acme")
    clock.forward(days=20)
    create(app, "activities", customer=acme, type="call", subject="Later", due_at=clock.now + timedelta(90))
    create(app, "activities", customer=acme, type="note", description="Heard that they moved")
    clock.forward(days=11)
    every_morning(app, run_jobs)
    assert tasks(app) == [acme]


def test_a_class_can_be_left_out(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    customer(app, "Acme")
    setting(app, "care.contact_days_key", 0)
    clock.forward(days=400)
    every_morning(app, run_jobs)
    assert tasks(app) == []
