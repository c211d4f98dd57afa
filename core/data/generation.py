"""The generation of plugins: a number that grows with every change of which plugins are enabled.

A process runs one generation. Each of its transactions that write looks first whether that is still the
present one, so that no record is saved without the hooks of a plugin that has been enabled.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from core.errors import Outdated

NAME = "plugins"

# Any number will do that no other lock of Guanxi has: "plugins" in ASCII.
LOCK = 0x706C7567696E73

READ = f"SELECT value FROM core_state WHERE name = '{NAME}'"  # noqa: S608  # a constant
# Two statements in one round trip. One alone would read what was true before it waited for the lock.
SHARE_AND_READ = f"SELECT pg_advisory_xact_lock_shared({LOCK}); {READ}"


def require(connection: Connection, expected: int) -> None:
    """Raise Outdated unless `expected` is the present generation, and keep it so until the commit."""
    if connection.dialect.name == "postgresql":
        present = _second_answer(connection, SHARE_AND_READ)
    else:  # SQLite: whoever is here holds the lock of writers
        present = connection.exec_driver_sql(READ).scalar()
    if present != expected:
        raise Outdated


def take_exclusively(connection: Connection) -> None:
    """Wait until nobody writes, and let nobody begin to until the commit."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _second_answer(connection: Connection, statements: str) -> Any:
    result = connection.exec_driver_sql(statements)
    cursor: Any = result.cursor  # of the driver: SQLAlchemy knows of the first answer only
    cursor.nextset()
    row = cursor.fetchone()
    result.close()
    return row and row[0]
