"""The bare driver: the same by hand through sqlite3 or psycopg, as the limit of what can be reached."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import URL


@dataclass
class Bare:
    """A connection of a driver; statements are written with `?`."""

    connection: Any
    kind: str

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Any]:
        """All rows of a SELECT."""
        found: list[Any] = self.connection.execute(self._own(statement), parameters).fetchall()
        return found

    def write(self, statements: Sequence[tuple[str, Sequence[object]]]) -> None:
        """Statements in one durable transaction."""
        self.connection.execute("BEGIN IMMEDIATE" if self.kind == "sqlite" else "BEGIN")
        for statement, parameters in statements:
            self.connection.execute(self._own(statement), parameters)
        self.connection.execute("COMMIT")

    def load(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Many rows the fastest way, in one transaction: COPY or executemany."""
        names = ", ".join(columns)
        self.connection.execute("BEGIN")
        if self.kind == "sqlite":
            marks = ", ".join("?" * len(columns))
            self.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608
        else:
            with self.connection.cursor().copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        self.connection.execute("COMMIT")

    def close(self) -> None:
        """Let go."""
        self.connection.close()

    def _own(self, statement: str) -> str:
        return statement if self.kind == "sqlite" else statement.replace("?", "%s")


def connect(url: URL) -> Bare:
    """A connection with the same promises as the application's: WAL and FULL, foreign keys, UTC."""
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(str(url.database), isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")
        return Bare(connection, "sqlite")
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return Bare(psycopg.connect(address, autocommit=True), "postgresql")
