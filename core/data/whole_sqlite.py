"""A database of SQLite as one file: copied while others write, and checked."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

STEPS = 100_000
"""Instructions of SQLite between two looks at how far it is."""

FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}

SIDE_FILES = ("-wal", "-shm", "-journal", ".lock", ".queue")
"""What SQLite and our writers put beside a database, behind its name."""

Share = Callable[[float], None]
"""Told which part is done, from 0 to 1."""


def copy_database(source: Path, target: Path, share: Share) -> None:
    """Write the database as it is at this moment into a new file, without its gaps; writers go on.

    Raises OSError if the disk is full.
    """
    size = source.stat().st_size or 1

    def observe() -> int:
        share(min(1.0, target.stat().st_size / size) if target.exists() else 0.0)
        return 0

    with _open(source) as connection:
        connection.set_progress_handler(observe, STEPS)
        try:
            connection.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in FULL:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
            raise


def remove_database(path: Path) -> None:
    """Remove a database that nobody uses, with the files beside it, as far as they are there."""
    for suffix in ("", *SIDE_FILES):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def problems(path: Path, most: int = 5) -> list[str]:
    """What is wrong with a database that nobody uses: its pages, indexes and foreign keys; a look at all."""
    try:
        with _open(path) as connection:
            found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({most})")]
            lost = connection.execute("PRAGMA foreign_key_check").fetchmany(most)
    except sqlite3.DatabaseError as error:
        return [str(error)]
    found = [each for each in found if each != "ok"]
    return found + [f"{table} {rowid} -> {parent}" for table, rowid, parent, _number in lost]


def quick_problems(path: Path, goes_on: Callable[[], bool]) -> list[str] | None:
    """What is wrong with the pages of a database, looked at while `goes_on()`; None if it ended early."""
    with _open(path) as connection:
        connection.set_progress_handler(lambda: 0 if goes_on() else 1, STEPS)
        try:
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(5)")]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_INTERRUPT:
                return None
            raise
        except sqlite3.DatabaseError as error:
            return [str(error)]
    return [each for each in found if each != "ok"]


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)) as connection:
        connection.isolation_level = None
        yield connection
