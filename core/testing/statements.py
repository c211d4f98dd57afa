"""Statements in tests: which ones run, and compiled ones that are shared, for a third of the tests' time."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.util import LRUCache

from core.data.engine import Database

CAPACITY = 1_000

Key = tuple[Hashable, ...]
Counting = Callable[[], AbstractContextManager[list[str]]]
"""`with statements() as asked:` collects in `asked` what the database is asked meanwhile."""


@contextmanager
def executed(database: Database) -> Iterator[list[str]]:
    """The statements that a database gets meanwhile; that a transaction begins is none."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        found.extend([] if statement.startswith("BEGIN") else [statement])

    engines = (database.reader, database.writer)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


class SharedStatements:
    """What SQLAlchemy keeps for each engine, kept for many: only the database's address differs.

    It is of use where the record types are the same objects, for they are part of every statement.
    """

    def __init__(self) -> None:
        self._compiled: LRUCache[Key, Any] = LRUCache(CAPACITY)

    def share(self, database: Database) -> None:
        """Have this database use it."""
        for engine in (database.reader, database.writer):
            event.listen(engine, "engine_connect", self._give)

    def _give(self, connection: Connection) -> None:
        connection.execution_options(compiled_cache=self)

    def get(self, key: Any) -> Any | None:
        """What was compiled for this statement, by whichever engine of its kind."""
        return self._compiled.get(_general(key))

    def __setitem__(self, key: Any, compiled: Any) -> None:
        self._compiled[_general(key)] = compiled


def _general(key: Any) -> Key:
    """The kind of database takes the place of one engine's own dialect."""
    dialect, *rest = key
    return (dialect.name, *rest)
