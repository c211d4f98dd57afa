"""The database: one engine that reads, one that writes, and transactions on them."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Literal, cast

from sqlalchemy import URL, Connection, Engine, QueuePool, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from core.data import faults, generation, postgresql, sqlite
from core.data.options import DatabaseOptions, Role
from core.data.write_lock import WriteLock
from core.errors import ConfigurationError
from core.labels import translations

_ = translations("core")

DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+pysqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def parse_url(text: str) -> URL:
    """The database's URL with the driver that we use; raises ConfigurationError for any other database."""
    try:
        url = make_url(text)
        return url.set(drivername=DRIVERS[url.drivername])
    except (ArgumentError, KeyError) as error:
        raise ConfigurationError(
            _("database_url names no database that Guanxi can use."),
            why=_("Only SQLite and PostgreSQL are supported."),
            fix=_("Write sqlite:///path/to/file or postgresql://user:password@host/name."),
        ) from error


class Database:
    """The connections of one process to one database, safe to share between its threads.

    `reader` cannot write; `writer` is used through `writing()`, which queues SQLite's writers. A forked child
    may use it if no transaction was open at the fork; on SQLite it refuses otherwise.
    """

    def __init__(self, url: str, options: DatabaseOptions | None = None) -> None:
        """Connects at first use only; raises ConfigurationError for a URL that cannot work."""
        self.url = parse_url(url)
        self.options = options or DatabaseOptions()
        self.kind = cast(Literal["sqlite", "postgresql"], self.url.get_backend_name())
        self._lock = WriteLock(self.path, self.options.lock_timeout) if self.path else None
        self.reader = self._engine("reader")
        self.writer = self._engine("writer")
        self._forked_in_use = False
        self.expected_generation: int | None = None
        """The generation of plugins that this process runs; a transaction that writes finds no other."""
        os.register_at_fork(
            before=_calling(weakref.WeakMethod(self._before_fork)),
            after_in_child=_calling(weakref.WeakMethod(self._after_fork)),
        )

    @property
    def path(self) -> Path | None:
        """The database's file; None on PostgreSQL."""
        return sqlite.database_path(self.url) if self.kind == "sqlite" else None

    @property
    def writer_session_options(self) -> dict[str, Any]:
        """Keywords for a `Session` bound to a connection of `writing()`: the `with` alone commits.

        `session.rollback()` still rolls everything back.
        """
        return {"join_transaction_mode": "rollback_only", "expire_on_commit": False}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection in a transaction that cannot write. Raises Busy if all connections are in use."""
        with self._transaction(self.reader) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection in a transaction that writes: committed at the end, rolled back on any exception.

        When it returns, the data is on disk. Raises Busy if it does not get its turn in time, and Outdated
        if this process runs other plugins than are enabled now; they cannot change before the commit.
        """
        with self._in_turn(self.writer) as connection:
            if self.expected_generation is not None:
                generation.require(connection, self.expected_generation)
            yield connection

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A transaction for changes of the schema, one at a time; schema changes are part of it.

        SQLite does not enforce foreign keys meanwhile; they are checked before the commit: rows
        that point nowhere raise MigrationError and undo it all. The connection is closed afterwards.
        """
        with self._in_turn(self._engine("migrator")) as connection:
            if self.kind == "postgresql":
                postgresql.take_migration_lock(connection)
            yield connection
            if self.kind == "sqlite":
                sqlite.check_foreign_keys(connection)

    @contextmanager
    def changing_plugins(self, *, schema: bool = True) -> Iterator[Connection]:
        """A transaction for whoever changes which plugins are enabled: nobody writes meanwhile.

        It is one of `migrating`, unless the `schema` stays as it is: then no table is looked at whole.
        Whoever writes next finds the new generation. Raises Busy if others write for too long.
        """
        with self.migrating() if schema else self._in_turn(self.writer) as connection:
            generation.take_exclusively(connection)
            yield connection

    def dispose(self) -> None:
        """Close all idle connections and lock files. A later use opens new ones."""
        self.reader.dispose()
        self.writer.dispose()
        if self._lock:
            self._lock.close()

    def _engine(self, role: Role) -> Engine:
        create = sqlite.create if self.kind == "sqlite" else postgresql.create
        engine = create(self.url, self.options, role)
        event.listen(engine, "handle_error", faults.translate, retval=True)
        return engine

    @contextmanager
    def _in_turn(self, engine: Engine) -> Iterator[Connection]:
        """A transaction of an engine that writes, when it is this thread's turn."""
        turn = self._lock.held() if self._lock else nullcontext()
        with turn as left, self._transaction(engine, left) as connection:
            yield connection

    @contextmanager
    def _transaction(self, engine: Engine, left: float | None = None) -> Iterator[Connection]:
        """A transaction; `left` is how many seconds it may wait for programs that do not queue."""
        if self._forked_in_use:
            raise RuntimeError(
                "forked while SQLite was in use: start processes before threads use the database"
            )
        try:
            connection = engine.connect()
        except PoolTimeoutError as error:
            raise faults.too_many_connections() from error
        with connection:
            if left is not None:
                sqlite.wait_at_most(connection, left)
            with connection.begin():
                yield connection

    def _before_fork(self) -> None:
        # SQLite keeps its file locks per process: a child that inherits an open connection believes to hold
        # locks that it does not hold, and can corrupt the database. One in use stays open: see _after_fork.
        for engine in (self.reader, self.writer):
            if _pool(engine).checkedout() == 0:
                engine.dispose()

    def _after_fork(self) -> None:
        pools = [_pool(engine) for engine in (self.reader, self.writer)]
        if self._lock:
            inherited = sum(pool.checkedin() + pool.checkedout() for pool in pools)
            self._forked_in_use = self._lock.is_held or inherited > 0
            self._lock.after_fork()
        self.reader.dispose(close=False)
        self.writer.dispose(close=False)


def _calling(method: weakref.WeakMethod[Callable[[], None]]) -> Callable[[], None]:
    def call() -> None:
        target = method()
        if target:
            target()

    return call


def _pool(engine: Engine) -> QueuePool:
    return cast(QueuePool, engine.pool)
