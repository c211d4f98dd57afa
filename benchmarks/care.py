"""`python -m benchmarks.care`: work out what is due for a fleet, and do the daily work, by its jobs.

Says how long it takes, how that compares with a bare numpy computation of the same rule over arrays that are
there already, and that both answer the same for every task.
"""

from __future__ import annotations

import argparse
import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select

from benchmarks import care_numpy
from benchmarks.__main__ import HOME, databases
from benchmarks.care_fleet import NAMES, PLANS, Car, cars
from benchmarks.care_tables import MODULES, NOON, fill, migrate, remind_of_everything
from core.app import build
from core.config import Settings
from core.data.models.job import QueuedJob
from core.jobs.engine import Engine
from core.server.beginning import keep_for_good
from core.services.process_roles import WORKER
from core.services.processes import Living, register
from core.services.work import App
from plugins.care.models import DueTask, Reminder
from plugins.care.services.names import DAILY, RECOMPUTE

NEVER = care_numpy.NEVER
PROCESSES, WORKERS = 3, 4
"""A quarter of the workers, at least one, is left to other plugins: of four, three may do this."""
PATIENCE = 10.0
"""Seconds that a process waits for more to do."""


@dataclass
class Clock:
    """A clock that is moved."""

    now: datetime

    def __call__(self) -> datetime:
        """The moment that it shows."""
        return self.now


def bare(fleet: Sequence[Car]) -> tuple[float, dict[tuple[int, str], tuple[Any, ...]]]:
    """How long numpy takes, once its arrays are made, and what it answers."""
    columns = [care_numpy.columns_of(fleet, plan) for plan in range(len(NAMES))]
    gc.collect()
    gc.freeze()  # the fleet is the benchmark's; no worker carries it, or has it looked through for garbage
    begun = time.perf_counter()
    found = [care_numpy.outlook(each, PLANS[NAMES[plan]]) for plan, each in enumerate(columns)]
    seconds = time.perf_counter() - begun
    answers: dict[tuple[int, str], tuple[Any, ...]] = {}
    for each, tasks in zip(columns, found, strict=True):
        for code, told in tasks.items():
            rows = zip(each.ids.tolist(), *(part.tolist() for part in told), strict=True)
            answers |= {(row[0], code): row[1:] for row in rows}
    return seconds, answers


def jobs(app: App, name: str, clock: Clock) -> float:
    """How long processes take to do a job, as workers would; their own start counts for nothing."""
    where = (app.settings.home, app.settings.database_url, clock.now)
    with get_context("spawn").Pool(PROCESSES) as pool:
        pool.starmap(work_in_process, [where] * PROCESSES)  # imports everything
        with app.work(app.system("bench")) as work:
            work.enqueue(name)
        begun = time.time()
        ended = max(pool.starmap(work_in_process, [where] * PROCESSES))
    _show(app)
    return ended - begun


def announce_workers(app: App, now: datetime) -> None:
    """Have the jobs shared out as among so many workers, though only those that may do ours are started."""
    with app.database.writing() as connection:
        for pid in range(WORKERS):
            worker = Living(
                host="bench", pid=pid, role=WORKER, generation=0, started_at=now, heartbeat_at=now
            )
            register(connection, worker)


def work_in_process(home: Path, url: str, now: datetime) -> float:
    """Do all that is due, and what comes of it, as one worker does; answers when the last job was done."""
    app = replace(build(Settings(home=home, database_url=url), MODULES), clock=Clock(now))
    keep_for_good()
    engine, ended = Engine(app), time.time()
    while time.time() < ended + PATIENCE:
        if engine.turn():
            ended = time.time()
        else:
            time.sleep(0.02)
    engine.settle()
    app.close()
    return ended


def _show(app: App) -> None:
    last = select(QueuedJob.name, QueuedJob.state, QueuedJob.result, QueuedJob.error)
    with app.database.reading() as connection:
        print("   ", *connection.execute(last.order_by(QueuedJob.id.desc()).limit(1)).one(), flush=True)


def differences(app: App, answers: dict[tuple[int, str], tuple[Any, ...]]) -> int:
    """For how many tasks the tables say something else than numpy."""
    columns = DueTask.subject_id, DueTask.code, DueTask.due_date, DueTask.soon_on, DueTask.overdue_on
    wrong = seen = 0
    with app.reading(app.system("bench")) as work:
        rows = work.session.execute(select(*columns).where(DueTask.state == "scheduled"))
        for id, code, *days in rows.yield_per(10_000):
            told = [NEVER if day is None else day for day in days]
            wrong, seen = wrong + (tuple(told) != answers[id, code]), seen + 1
    assert seen, "nothing was worked out"  # noqa: S101
    return wrong


def count(app: App, model: Any) -> int:
    """The rows of a table."""
    with app.reading(app.system("bench")) as work:
        return work.session.scalar(select(func.count()).select_from(model)) or 0


def measure(app: App, clock: Clock, fleet: Sequence[Car]) -> list[str]:
    """The jobs, one after the other, as on a first day and on the day after."""
    seconds, answers = bare(fleet)
    announce_workers(app, clock.now)
    first = jobs(app, RECOMPUTE, clock)
    wrong = differences(app, answers)
    remind_of_everything(app)
    reminded_of = jobs(app, RECOMPUTE, clock)
    again = jobs(app, RECOMPUTE, clock)
    clock.now += timedelta(1)
    daily = jobs(app, DAILY, clock)
    reminded = count(app, Reminder)
    return [
        f"| numpy, arrays in memory | {seconds:.2f} s | 1 |",
        f"| work out all, first time | {first:.1f} s | {first / seconds:.0f} |",
        f"| again, when nearly all was reminded of | {reminded_of:.1f} s | {reminded_of / seconds:.0f} |",
        f"| again, as it was | {again:.1f} s | {again / seconds:.0f} |",
        f"| daily run, {reminded:,} reminders | {daily:.1f} s | |",
        f"\n{count(app, DueTask):,} tasks; {wrong} of them told otherwise by numpy.\n",
    ]


def on(kind: str, fleet: Sequence[Car], show: Callable[[str], None]) -> None:
    """Measure on one kind of database."""
    with TemporaryDirectory(dir=HOME) as folder:
        home = HOME.__class__(folder)
        with databases(kind, home) as url:
            clock = Clock(NOON)
            app = replace(build(Settings(home=home, database_url=url), MODULES), clock=clock)
            migrate(app)
            fill(app, fleet)
            table = [f"### {kind}\n", "| step | time | to numpy |", "| --- | ---: | ---: |"]
            show("\n".join([*table, *measure(app, clock, fleet)]))
            app.close()


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--db", choices=("sqlite", "postgresql", "both"), default="both")
    options = parser.parse_args()
    fleet = list(cars(options.rows))
    print(f"{len(fleet):,} assets, {sum(len(car.points) for car in fleet):,} readings.\n")
    HOME.mkdir(parents=True, exist_ok=True)
    for kind in ("sqlite", "postgresql") if options.db == "both" else (options.db,):
        on(kind, fleet, print)


if __name__ == "__main__":
    main()
