"""What every engine must stand: workers are killed at random, no job is lost, each effect is there once.

A nightly test does it for long; `python -m pytest -m nightly tests/jobs` runs it alone.
"""

import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import func, select

from core.data.models import QueuedJob
from core.services import processes
from core.services.clock import utc_now
from core.services.process_roles import WORKER
from core.services.work import App
from tests.jobs.conftest import enqueue, tasks
from tests.servers import PATIENCE, eventually


@dataclass(frozen=True, slots=True)
class Killed:
    """What came of it: of so many jobs, how often workers were killed, how many attempts it took."""

    jobs: int
    kills: int
    attempts: int
    lost: int
    missing: int
    twice: int


def kill_workers(app: App, jobs: int, kills: int, seed: int, job: str = "effect") -> Killed:
    """Enqueue jobs and kill their workers so often while they run; returns when all jobs have ended."""
    chance = random.Random(seed)
    enqueue(app, job, *[{"n": n, "pause": 0.01} for n in range(jobs)])
    done = 0
    while done < kills and unfinished(app):
        time.sleep(chance.uniform(0.05, 0.5))
        done += kill_one(app, chance)
    deadline = time.monotonic() + PATIENCE + jobs / 10
    while unfinished(app) and time.monotonic() < deadline:
        time.sleep(0.05)
    return counted(app, jobs, done)


def kill_one(app: App, chance: random.Random) -> int:
    """Kill one of the workers that live, at whatever it does."""
    pids = eventually(lambda: living(app))
    with suppress(ProcessLookupError):  # it was killed before, and nobody has noticed yet
        os.kill(chance.choice(pids), signal.SIGKILL)
        return 1
    return 0


def living(app: App) -> list[int]:
    with app.database.reading() as connection:
        found = processes.living(connection, utc_now())
    return [each.pid for each in found if each.role == WORKER]


def unfinished(app: App) -> int:
    with app.database.reading() as connection:
        waiting = select(func.count()).where(QueuedJob.state.in_(("waiting", "running")))
        return connection.execute(waiting).scalar_one()


def counted(app: App, jobs: int, kills: int) -> Killed:
    with app.database.reading() as connection:
        attempts = connection.execute(select(func.sum(QueuedJob.attempt))).scalar_one()
        done = connection.execute(select(func.count()).where(QueuedJob.state == "done")).scalar_one()
    found = tasks(app)
    wanted = {f"{n} {step}" for n in range(jobs) for step in ("first", "second")}
    return Killed(jobs, kills, attempts, jobs - done, len(wanted - {*found}), len(found) - len({*found}))
