"""When the installation was backed up, and when a backup was tried: kept as rows of `core_state`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core.data.engine import Database
from core.data.models.state import State

BACKUP, VERIFIED, RESTORED = "backup", "backup_verified", "backup_restored"


def note(database: Database, what: str, now: datetime) -> None:
    """Keep the moment, in seconds since 1970."""
    with database.writing() as connection:
        write(connection, what, now)


def write(connection: Connection, what: str, now: datetime) -> None:
    """`note` inside a transaction."""
    value = int(now.timestamp())
    changed: Any = connection.execute(update(State).where(State.name == what).values(value=value))
    if not changed.rowcount:
        connection.execute(insert(State).values(name=what, value=value))


def read(connection: Any, what: str) -> datetime | None:
    """The moment, read on a connection or a session; None if it never was."""
    value = connection.execute(select(State.value).where(State.name == what)).scalar_one_or_none()
    return None if value is None else datetime.fromtimestamp(value, UTC)
