"""Other plugins tell who comes anyway, through the hook."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import ModuleType

import pytest

from core.plugin_api import Work, hookimpl
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from plugins.care.public import Appointment
from tests.plugins.care.asking import car, every_morning, plan, rows, under
from tests.plugins.care.conftest import MODULES
from tests.plugins.care.vehicles import AS_OF

COMES = AS_OF + timedelta(3)


@hookimpl(of="care")
def bookings(work: Work, subjects: Sequence[int]) -> Mapping[int, Sequence[Appointment]]:
    """Everything comes for its oil in three days."""
    return {id: [Appointment(COMES, frozenset({"OIL"}), "confirmed")] for id in subjects}


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """Care, and a workshop with a calendar."""
    workshop = ModuleType("workshop")
    vars(workshop)["bookings"] = bookings
    return {**MODULES, "workshop": workshop}


def test_whoever_is_in_the_calendar_of_a_workshop_is_not_told(
    app: App, run_jobs: RunJobs, clock: Clock
) -> None:
    under(app, plan(app), car(app))
    every_morning(app, run_jobs)
    assert rows(app, "care.reminders") == []
    clock.forward(days=4)
    every_morning(app, run_jobs)
    assert len(rows(app, "care.reminders")) == 1
