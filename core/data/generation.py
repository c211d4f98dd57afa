"""The generation of plugins: a number that grows with every change of which plugins are enabled.

A process runs one generation. Each of its transactions that write looks first whether that is still the
present one, so that no record is saved without the hooks of a plugin that has been enabled.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from core.data import faults
from core.errors import Outdated

NAME = "plugins"

# Any number will do that no other lock of Guanxi has: "plugins" in ASCII.
LOCK = 0x706C7567696E73

READ = f"SELECT value FROM core_state WHERE name = '{NAME}'"  # noqa: S608  # a constant
# Two statements in one round trip. One alone would read what was true before it waited for the lock.
SHARE_AND_READ = f"SELECT pg_advisory_xact_lock_shared({LOCK}); {READ}"


def require(connection: Connection, expected: int) -> None:
    """Raise Outdated unless `expected` is the present generation, and keep it so until the commit."""
    # Every transaction that writes comes here, and SQLAlchemy would take longer for it than the database.
    driver: Any = connection.connection.dbapi_connection
    try:
        present = _shared(driver) if connection.dialect.name == "postgresql" else _read(driver)
    except Exception as error:
        if busy := faults.busy(error):
            raise busy from error
        connection.exec_driver_sql(READ)  # SQLAlchemy is to see for itself what is wrong with the connection
        raise
    if present is None or present[0] != expected:
        raise Outdated


def take_exclusively(connection: Connection) -> None:
    """Wait until nobody writes, and let nobody begin to until the commit."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")


def _read(driver: Any) -> Any:
    """SQLite: whoever is here holds the lock of writers."""
    return driver.execute(READ).fetchone()


def _shared(driver: Any) -> Any:
    with driver.cursor() as cursor:
        cursor.execute(SHARE_AND_READ, prepare=False)  # two statements cannot be prepared
        cursor.nextset()
        return cursor.fetchone()
