"""Appointments: who comes anyway is not reminded; who does not come after all is."""

import pytest

from core.services.work import App
from core.testing.jobs import RunJobs
from tests.plugins.care.asking import car, change, create, every_morning, plan, rows, under
from tests.plugins.care.vehicles import AS_OF

APPOINTMENTS = "auto_dealer.appointments"


def appointment(app: App, codes: str | None, status: str = "confirmed") -> int:
    """A car whose oil is due soon comes today."""
    asset = car(app)
    under(app, plan(app), asset)
    return create(app, APPOINTMENTS, asset=asset, booked_on=AS_OF, codes=codes, status=status)


def reminded(app: App, run_jobs: RunJobs) -> int:
    every_morning(app, run_jobs)
    return len(rows(app, "care.reminders"))


@pytest.mark.parametrize("status", ["requested", "confirmed", "arrived"])
def test_who_comes_anyway_is_not_reminded(app: App, run_jobs: RunJobs, status: str) -> None:
    appointment(app, "cabin, oil", status)
    assert reminded(app, run_jobs) == 0


@pytest.mark.parametrize("status", ["done", "no_show", "cancelled"])
def test_who_does_not_come_is(app: App, run_jobs: RunJobs, status: str) -> None:
    id = appointment(app, "OIL")
    assert reminded(app, run_jobs) == 0
    change(app, APPOINTMENTS, id, status=status)
    assert reminded(app, run_jobs) == 1


@pytest.mark.parametrize("codes", ["TYRES", None])
def test_who_comes_for_something_else_is_reminded(app: App, run_jobs: RunJobs, codes: str | None) -> None:
    appointment(app, codes)
    assert reminded(app, run_jobs) == 1
