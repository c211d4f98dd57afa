"""Many reads that all see the same moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from core.data.engine import Database


@contextmanager
def snapshot(database: Database) -> Iterator[Connection]:
    """A connection that reads the database as it is at its first statement, for as long as it takes."""
    with database.reading() as connection:
        if database.kind == "postgresql":  # SQLite's readers always do
            connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            connection.execute(text("SET LOCAL statement_timeout = 0"))
        yield connection
