"""Engines for SQLite: WAL, durable commits, foreign keys enforced, transactions begun by us."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event

from core.data.options import READS, DatabaseOptions, Role
from core.errors import ConfigurationError, MigrationError
from core.labels import translations

_ = translations("core")

# Of each connection. Measured with 1,000,000 customers (2.5 GB), ten people at once: with SQLite's
# own 2 MB a salesperson's list took 2.4 ms in the database instead of 1.0, his search 12 ms instead of 7.
CACHE_KILOBYTES = 16 * 1024
CHECKPOINT_PAGES = 4_000
"""Of 4 kB: pages of indexes that one transaction after another changes are written back less often."""


def database_path(url: URL) -> Path:
    """Where the database file lies; raises ConfigurationError if it cannot lie there."""
    if not url.database or url.database == ":memory:" or "uri" in url.query:
        raise ConfigurationError(
            _("SQLite needs a file that every process can open."),
            why=_("database_url is {url}.").fill(url=url),
            fix=_("Write it as sqlite:///path/to/guanxi.sqlite3."),
        )
    return Path(url.database).absolute()


def require_folder(path: Path) -> None:
    """Raise ConfigurationError if there is no folder for the database file: asked when it is first used."""
    if not path.parent.is_dir():
        raise ConfigurationError(
            _("The folder {folder} does not exist.").fill(folder=path.parent),
            fix=_("Run guanxi init, or mend database_url."),
        )


def create(url: URL, options: DatabaseOptions, role: Role) -> Engine:
    """An engine whose transactions can read (reader), write (writer) or change the schema (migrator)."""
    engine = create_engine(url, execution_options={READS: role == "reader"}, **_pool(options, role))
    event.listen(engine, "do_connect", lambda *_: require_folder(database_path(url)))
    event.listen(engine, "connect", _prepare(options, role))
    event.listen(engine, "begin", _begin_reading if role == "reader" else _begin_writing)
    return engine


def _pool(options: DatabaseOptions, role: Role) -> dict[str, Any]:
    if role == "migrator":
        return {"poolclass": NullPool}
    # Writers hold the write lock, so a second connection for writing would never be used.
    size = options.threads if role == "reader" else 1
    overflow = options.threads if role == "reader" else 0
    return {"pool_size": size, "max_overflow": overflow, "pool_timeout": options.lock_timeout}


def _prepare(options: DatabaseOptions, role: Role) -> Callable[[sqlite3.Connection, object], None]:
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # sqlite3 must not begin or commit on its own
        connection.execute(_busy_timeout(options.lock_timeout))
        connection.execute(f"PRAGMA cache_size = {-CACHE_KILOBYTES}")
        if role == "reader":
            connection.execute("PRAGMA query_only = ON")
            return
        _use_write_ahead_log(connection)
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        connection.execute("PRAGMA synchronous = FULL")
        # Rebuilding a table (the only way to change one) would delete the rows that point at it.
        connection.execute(f"PRAGMA foreign_keys = {'OFF' if role == 'migrator' else 'ON'}")

    return prepare


def wait_at_most(connection: Connection, seconds: float) -> None:
    """How long to wait for other programs, from the next transaction of this connection on."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101 - for the type checker: it is connected
    driver.execute(_busy_timeout(seconds))


def _busy_timeout(seconds: float) -> str:
    return f"PRAGMA busy_timeout = {round(seconds * 1000)}"


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
    if mode != "wal":
        raise ConfigurationError(
            _("The database cannot use a write-ahead log here (its mode stays {mode}).").fill(mode=mode),
            fix=_("Put the database on a local disk, not on a network share."),
        )


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def check_foreign_keys(connection: Connection) -> None:
    """Raise MigrationError if a row points at one that does not exist."""
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(3)
    if orphans:
        rows = ", ".join(f"{table} {rowid} -> {parent}" for table, rowid, parent, _constraint in orphans)
        raise MigrationError(
            _("The change was undone: rows would point at rows that do not exist."),
            why=_("For example {rows}.").fill(rows=rows),
            fix=_("Report this to the author of the migration; the database is as it was."),
        )
