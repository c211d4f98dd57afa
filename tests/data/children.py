"""Processes of their own for tests: `python -m tests.data.children TASK ARGUMENTS`, started by `child`."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from core.data.engine import Database
from core.data.history import Owner
from core.data.migrations import upgrade
from tests.data.owners import pause_here

ROOT = Path(__file__).parents[2]


def increment(database: Database, times: int) -> None:
    """Read and write back one number more, so that two at once would lose one."""
    for _ in range(times):
        with database.writing() as connection:
            number = connection.execute(text("SELECT n FROM counter")).scalar_one()
            connection.execute(text("UPDATE counter SET n = :n"), {"n": number + 1})


def race(url: str, times: str) -> None:
    """Increment in two threads."""
    database = Database(url)
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(increment, database, int(times)) for _ in range(2)]:
            done.result()


def number_in(database: Database) -> int:
    """What the counter says."""
    with database.reading() as connection:
        return int(connection.execute(text("SELECT n FROM counter")).scalar_one())


def url_of(database: Database) -> str:
    """The URL to hand to a child, password included."""
    return database.url.render_as_string(hide_password=False)


def commit_and_stay(url: str) -> None:
    """Commit a row, say so and hang."""
    with Database(url).writing() as connection:
        connection.execute(text("UPDATE counter SET n = 7"))
    pause_here()


def write_and_stay(url: str) -> None:
    """Hang in the middle of a transaction."""
    with Database(url).writing() as connection:
        connection.execute(text("UPDATE counter SET n = 8"))
        pause_here()


def migrate(url: str, folder: str) -> None:
    """Bring the owner of tests/data/owners.py to its head."""
    upgrade(Database(url), [Owner("shop", Path(folder))])


TASKS: dict[str, Callable[..., None]] = {
    task.__name__: task for task in (race, commit_and_stay, write_and_stay, migrate)
}


def child(task: Callable[..., None], *arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    """Start a task in a process of its own."""
    command = [sys.executable, "-m", "tests.data.children", task.__name__, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env={**environment})


def in_fork(task: Callable[..., object], *arguments: object) -> str:
    """Do it in a forked child: nothing if it went well, else the name of what it raised."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            task(*arguments)
        finally:
            problem = sys.exc_info()[0]
            os.write(writing, problem.__name__.encode() if problem else b"")
            os._exit(0)
    os.close(writing)
    os.waitpid(process, 0)
    with os.fdopen(reading, encoding="utf-8") as answer:
        return answer.read()


def wait_for(marker: Path) -> None:
    """Until a child says that it is there."""
    deadline = time.monotonic() + 30
    while not marker.exists():
        assert time.monotonic() < deadline, "the child did not get there"
        time.sleep(0.01)


@contextmanager
def paused(task: Callable[..., None], *arguments: object, marker: Path) -> Iterator[None]:
    """A child that hangs at its `pause_here()`; killed with -9 at the end."""
    process = child(task, *arguments, GUANXI_TEST_PAUSE=str(marker))
    try:
        wait_for(marker)
        yield
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
