"""Schedules: once for the whole installation, whatever was missed, whichever zone, however often declared."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from core.app import build
from core.contracts.jobs import Job, Schedule
from core.data.models import QueuedJob, ScheduleState
from core.errors import PluginFault
from core.labels import Label
from core.plugin_api import hookimpl
from core.services import settings
from core.services.jobs.scheduling import Scheduler
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from tests.services.jobs.conftest import Works

NIGHTLY = Schedule(job="works.work", cron="0 2 * * *", time_zone="Asia/Shanghai", payload={"n": 1})


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 22, 12, tzinfo=UTC))


@pytest.fixture
def works() -> Works:
    works = Works()
    works.scheduled = [NIGHTLY]
    return works


def enqueued(app: App) -> list[str]:
    with app.database.reading() as connection:
        return list(connection.scalars(select(QueuedJob.key).where(QueuedJob.owner == "works")))


def states(app: App) -> dict[str, datetime]:
    mine = ScheduleState.job == "works.work"
    with app.database.reading() as connection:
        rows = connection.execute(select(ScheduleState.name, ScheduleState.next_at).where(mine)).all()
    return {row.name: row.next_at for row in rows}


def test_it_is_enqueued_once_whoever_looks(app: App, clock: Clock, works: Works, run_jobs: RunJobs) -> None:
    first, second = Scheduler(app), Scheduler(app)
    first.turn()
    clock.forward(hours=6)
    for scheduler in (first, second, first):
        scheduler.turn()
    assert [key[-13:] for key in enqueued(app)] == ["20261122T1800"]
    run_jobs()
    assert len(works.runs) == 1


def test_what_was_missed_is_made_up_for_once(app: App, clock: Clock, works: Works) -> None:
    scheduler = Scheduler(app)
    scheduler.turn()
    clock.forward(days=10)
    scheduler.turn()
    scheduler.turn()
    assert len(enqueued(app)) == 1
    assert list(states(app).values()) == [datetime(2026, 12, 2, 18, tzinfo=UTC)]


def test_a_job_that_has_not_begun_gets_no_second_one_behind_it(app: App, clock: Clock) -> None:
    scheduler = Scheduler(app)
    for _ in range(3):
        scheduler.turn()
        clock.forward(days=1)
    assert len(enqueued(app)) == 1


def test_a_clock_that_goes_back_repeats_nothing(
    app: App, clock: Clock, run_jobs: RunJobs, works: Works
) -> None:
    run_jobs()
    clock.forward(hours=7)
    run_jobs()
    clock.forward(hours=-7)
    run_jobs()
    clock.forward(hours=7)
    run_jobs()
    assert len(works.runs) == 1


def test_a_schedule_that_changes_is_another_one_and_follows_the_zone_of_the_company(
    app: App, clock: Clock, works: Works
) -> None:
    Scheduler(app).turn()
    changed = Schedule(job="works.work", cron="0 2 * * *")
    app.registry.schedules = (changed,)
    Scheduler(app).turn()
    assert list(states(app).values()) == [datetime(2026, 11, 23, 2, tzinfo=UTC)]
    with app.work(app.system("test")) as work:
        settings.set_value(work, "core.time_zone", "America/New_York")
    Scheduler(app).turn()
    assert list(states(app).values()) == [datetime(2026, 11, 23, 7, tzinfo=UTC)]
    assert enqueued(app) == []


class Declares:
    """A plugin that declares one job and one schedule."""

    def __init__(self, job: Job, schedule: Schedule | None) -> None:
        self.declared = job, schedule

    @hookimpl
    def jobs(self) -> Iterable[Job]:
        return [self.declared[0]]

    @hookimpl
    def schedules(self) -> Iterable[Schedule]:
        return filter(None, self.declared[1:])


def a_job(**values: object) -> Job:
    return Job(**{"name": "bad.work", "title": Label("Work"), "run": print, **values})  # type: ignore[arg-type]


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize(
    ("job", "schedule", "said"),
    [
        (a_job(name="core.work"), None, "begin with bad"),
        (a_job(name="bad.Work it"), None, "cannot be called so"),
        (a_job(seconds=0), None, "above 0 seconds"),
        (a_job(attempts=0), None, "at least one attempt"),
        (a_job(permission="bad.none"), None, "which nobody declares"),
        (a_job(), Schedule(job="core.tidy_up", cron="* * * * *"), "does not declare"),
        (a_job(), Schedule(job="bad.work", cron="0 0 31 2 *"), "never happens"),
        (a_job(), Schedule(job="bad.work", cron="* * * * *", time_zone="Mars/Base"), "nobody knows"),
        (a_job(), Schedule(job="bad.work", cron="* * * * *", time_zone="../../etc"), "nobody knows"),
    ],
)
def test_what_could_not_be_done_is_refused_when_it_is_declared(
    app: App, job: Job, schedule: Schedule | None, said: str
) -> None:
    with pytest.raises(PluginFault, match=said):
        build(app.settings, {"bad": Declares(job, schedule)})
