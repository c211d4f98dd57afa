"""`python -m benchmarks.jobs`: jobs a second, with functions that do nothing, on SQLite and PostgreSQL.

How fast works enqueue one each; how fast one process does them; how fast several do them together.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Iterable
from multiprocessing import get_context
from pathlib import Path

from sqlalchemy import delete, insert

from benchmarks.__main__ import HOME, databases
from core.app import build
from core.config import Settings
from core.contracts.jobs import Job
from core.data.history import CORE
from core.data.migrations import upgrade
from core.data.models import Process, QueuedJob
from core.jobs.engine import Engine
from core.labels import Label
from core.plugin_api import JobRun, hookimpl
from core.services.clock import utc_now
from core.services.process_roles import WORKER
from core.services.work import App


def nothing(run: JobRun) -> None:
    """Do nothing."""


class Trivial:
    """A plugin with one job."""

    @hookimpl
    def jobs(self) -> Iterable[Job]:
        """Nothing to do."""
        return [Job(name="trivial.nothing", title=Label("Nothing"), run=nothing)]


def application(settings: Settings) -> App:
    """With that plugin."""
    return build(settings, {"trivial": Trivial()})


def employ(app: App, workers: int) -> None:
    """Note so many workers, for one plugin may have a share of them only."""
    now = utc_now()
    worker = {"host": "bench", "role": WORKER, "generation": 0, "running": [], "quarantined": {}}
    rows = [{"pid": pid, "started_at": now, "heartbeat_at": now, **worker} for pid in range(workers)]
    with app.database.writing() as connection:
        connection.execute(insert(Process), rows)


def enqueue(app: App, count: int, each: int) -> float:
    """Jobs a second, `each` in one work."""
    begun = time.perf_counter()
    for _ in range(count // each):
        with app.work(app.system("bench")) as work:
            for _ in range(each):
                work.enqueue("trivial.nothing", {"n": 1})
    return count / (time.perf_counter() - begun)


def do_all(app: App) -> int:
    """Do what is due, in this process."""
    engine, done = Engine(app), 0
    while engine.turn():
        done += 1
    return done


def do_in_process(home: Path, url: str) -> int:
    """The same in a process of its own."""
    app = application(Settings(home=home, database_url=url))
    done = do_all(app)
    app.close()
    return done


def together(home: Path, url: str, processes: int, count: int) -> float:
    """Jobs a second of several processes; their start counts for nothing."""
    with get_context("spawn").Pool(processes) as pool:
        pool.starmap(do_in_process, [(home, url)] * processes)  # imports everything
        app = application(Settings(home=home, database_url=url))
        enqueue(app, count, 500)
        app.close()
        begun = time.perf_counter()
        pool.starmap(do_in_process, [(home, url)] * processes)
        return count / (time.perf_counter() - begun)


def measure(kind: str, count: int) -> None:
    """Print the figures of one kind of database."""
    home = HOME / f"jobs-{kind}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    with databases(kind, home) as url:
        settings = Settings(home=home, database_url=url)
        app = application(settings)
        upgrade(app.database, [CORE])
        employ(app, 8)
        one_by_one = enqueue(app, count, 1)
        begun = time.perf_counter()
        alone = do_all(app) / (time.perf_counter() - begun)
        with app.database.writing() as connection:
            connection.execute(delete(QueuedJob))
        print(f"| {kind} | {one_by_one:,.0f} | {alone:,.0f} | {together(home, url, 2, count):,.0f} |")
        app.close()


def main() -> None:
    """Measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=3_000, help="how many of them")
    options = parser.parse_args()
    print("| | enqueued a second, one a work | done a second by 1 process | by 2 |")
    print("| --- | ---: | ---: | ---: |")
    for kind in ("sqlite", "postgresql"):
        measure(kind, options.jobs)


if __name__ == "__main__":
    main()
