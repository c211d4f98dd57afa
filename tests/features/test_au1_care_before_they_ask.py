"""AU1: the service desk opens one list of what falls due, made by nobody's remembering, with outcomes."""

import json

import pytest

from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from industry_packs.auto_dealer.services.fleet.form import fleet_of
from industry_packs.auto_dealer.services.fleet.loading import load
from tests.features.conftest import At
from tests.features.dealing import morning, plugins, preparation
from tests.industry_packs.auto_dealer.vehicles.conftest import NOON
from tests.plugins.care.vehicles import EXPECTED, FILE

__all__ = ["morning", "plugins", "preparation"]

FIELDS = "id,name,customer,care.urgency,care.due_on,care.visit"
URGENT = {"care.urgency[in]": "overdue,due_soon"}


@pytest.fixture(autouse=True)
def day_of_the_cases(clock: Clock) -> None:
    """It is the day of the worked cases."""
    clock.now = NOON


def test_au1_the_list_is_that_of_the_worked_cases_and_every_outcome_is_kept(
    app: App, at: At, run_jobs: RunJobs
) -> None:
    with app.work(app.system("test")) as work:
        load(work, fleet_of(json.dumps(FILE).encode()))
        work.enqueue("care.daily")
    run_jobs()
    ada = at("ada")
    rows = ada.rows("care.subjects", URGENT, fields=FIELDS, sort="care.due_on", limit="50")
    listed = {row["name"].split(" ")[0]: row["extensions"]["care"]["visit"] for row in rows}
    assert listed == {id: ", ".join(each["bundle"]) for id, each in EXPECTED.items()}
    told = ada.rows("care.reminders", None, fields="id,customer,state,reason", limit="50")
    assert len(told) == len(EXPECTED)
    ada.act("care.reminders", told[0]["id"], "result", result="declined", why="no_time")
    assert ada.show("care.reminders", told[0]["id"])["why"] == "no_time"
