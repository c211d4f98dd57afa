"""Everything that a database's schema holds, as lines that can be compared."""

from __future__ import annotations

from core.data.engine import Database
from core.data.schema import read_schema


def schema_of(database: Database) -> list[str]:
    """Tables, columns, indexes, constraints, triggers, functions and types, sorted."""
    with database.reading() as connection:
        return sorted(f"{item}: {item.definition}" for item in read_schema(connection))
