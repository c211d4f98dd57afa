"""The clock jumps while jobs run, requests are repeated and workers die: nothing twice, nothing lost."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from core.contracts.jobs import Job
from core.jobs.engine import Engine
from core.jobs.worker import Worker
from core.labels import Label
from core.plugin_api import JobRun, hookimpl, records
from core.services.jobs.claiming import Claims
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs

JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)]
CUSTOMERS = "/api/v1/customers"


class Jumping:
    """A plugin whose job makes a customer and lets the clock jump in the middle."""

    def __init__(self) -> None:
        self.clock: Clock | None = None
        self.jump = timedelta()
        self.meanwhile: Callable[[], None] = lambda: None
        self.done: list[int] = []

    @hookimpl
    def jobs(self) -> Iterable[Job]:
        return [Job(name="jumping.make", title=Label("Make"), run=self.make)]

    def make(self, run: JobRun) -> None:
        for step in ("first", "second"):
            with run.work() as work:
                if run.once(work, step):
                    records.create(work, "customers", [{"name": f"{run.payload['n']} {step}"}])
            assert self.clock is not None
            self.clock.now += self.jump
            self.jump = timedelta()
            self.meanwhile()
        self.done.append(run.id)


@pytest.fixture
def jumping() -> Jumping:
    return Jumping()


@pytest.fixture
def plugins(jumping: Jumping) -> Mapping[str, object]:
    return {"jumping": jumping}


@pytest.mark.parametrize("jump", JUMPS)
def test_a_job_during_which_the_clock_jumps_is_done_once(
    app: App, clock: Clock, jumping: Jumping, run_jobs: RunJobs, jump: timedelta
) -> None:
    jumping.clock, jumping.jump = clock, jump
    jumping.meanwhile = Worker(app, Engine(app)).tend  # another worker, which may take this one for dead
    with app.work(app.system("test")) as work:
        ids = [work.enqueue("jumping.make", {"n": n}) for n in range(3)]
    run_jobs()
    clock.forward(days=1)  # what has a later moment than now, as the clock went back, gets its turn
    run_jobs()
    assert sorted(jumping.done) == ids
    with app.reading(app.system("test")) as work:
        assert len(records.read_many(work, "customers", range(1, 20))) == 6


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("jump", JUMPS)
def test_a_job_of_a_worker_that_died_before_the_clock_jumped_is_done(
    app: App, clock: Clock, jumping: Jumping, run_jobs: RunJobs, jump: timedelta
) -> None:
    jumping.clock = clock
    with app.work(app.system("test")) as work:
        id = work.enqueue("jumping.make", {"n": 1})
    with app.database.writing() as connection:
        claimed = Claims(app.registry.jobs).claim(connection, clock(), None)
    assert claimed is not None and claimed.id == id
    clock.now += jump
    run_jobs()
    clock.forward(days=1)
    run_jobs()
    assert jumping.done == [id]


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("jump", JUMPS)
def test_a_request_that_is_repeated_after_the_clock_jumped_is_carried_out_once(
    client: TestClient, clock: Clock, jump: timedelta
) -> None:
    jumping_key = {"idempotency-key": "before the jump"}
    first = client.post(CUSTOMERS, json={"name": "Acme"}, headers=jumping_key)
    clock.now += jump
    again = client.post(CUSTOMERS, json={"name": "Acme"}, headers=jumping_key)
    assert (first.status_code, again.status_code, again.json()["id"]) == (201, 201, first.json()["id"])
    assert len(client.get(CUSTOMERS).json()["data"]) == 1
