"""Processes of their own for tests: `python -m tests.data.children TASK ARGUMENTS`, started by `child`."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from core.data.engine import Database
from core.data.history import Owner
from core.data.migrations import upgrade
from tests.data.owners import pause_here

ROOT = Path(__file__).parents[2]


def increment(url: str, times: str) -> None:
    """Read and write back one number more, so that two at once would lose one."""
    database = Database(url)
    for _ in range(int(times)):
        with database.writing() as connection:
            number = connection.execute(text("SELECT n FROM counter")).scalar_one()
            connection.execute(text("UPDATE counter SET n = :n"), {"n": number + 1})


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
    task.__name__: task for task in (increment, commit_and_stay, write_and_stay, migrate)
}


def child(task: Callable[..., None], *arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    """Start a task in a process of its own."""
    command = [sys.executable, "-m", "tests.data.children", task.__name__, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env={**environment})


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
