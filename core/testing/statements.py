"""Compiled statements that all tests of a process share: compiling took a third of their time."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

CAPACITY = 2_000

Key = tuple[Hashable, ...]


class SharedStatements:
    """What SQLAlchemy keeps for each engine, kept for all: only the database's address differs."""

    def __init__(self) -> None:
        self._compiled: LRUCache[Key, Any] = LRUCache(CAPACITY)

    def share(self) -> None:
        """Have every engine of this process use it."""
        event.listen(Engine, "engine_connect", self._give)

    def _give(self, connection: Connection) -> None:
        connection.execution_options(compiled_cache=_OfOneKind(self._compiled))


class _OfOneKind:
    """The view of one engine: in keys, the kind of database takes the place of its own dialect."""

    def __init__(self, compiled: LRUCache[Key, Any]) -> None:
        self._compiled = compiled

    def get(self, key: Key) -> Any | None:
        """What was compiled for this statement, by whichever engine of its kind."""
        return self._compiled.get(_general(key))

    def __setitem__(self, key: Key, compiled: Any) -> None:
        self._compiled[_general(key)] = compiled


def _general(key: Any) -> Key:
    dialect, *rest = key
    return (dialect.name, *rest)
