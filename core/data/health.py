"""What a database says of itself: its settings, and its clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text


def pragmas(connection: Connection, names: Sequence[str]) -> dict[str, Any]:
    """Values of SQLite for this connection and its file."""
    return {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in names}


def parameters(connection: Connection, names: Sequence[str]) -> dict[str, str]:
    """Settings of PostgreSQL, as text."""
    found = text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")
    return {row.name: row.setting for row in connection.execute(found, {"names": list(names)})}


def server_time(connection: Connection) -> datetime:
    """The clock of PostgreSQL's machine, now."""
    found: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return found
