"""Compiled statements that many tests share: compiling them took a third of the tests' time."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.util import LRUCache

from core.data.engine import Database

CAPACITY = 1_000

Key = tuple[Hashable, ...]


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
