"""Everything that a database's schema holds, as lines that can be compared."""

from __future__ import annotations

from sqlalchemy import text

from core.data.engine import Database

SQLITE = """
SELECT type || ' ' || name || ': ' || replace(coalesce(sql, ''), '"', '')
FROM sqlite_master WHERE name NOT LIKE 'sqlite~_%' ESCAPE '~'
"""

POSTGRESQL = """
SELECT 'relation ' || relname || ': ' || relkind::text
FROM pg_class WHERE relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'column ' || table_name || '.' || column_name || ': '
    || concat_ws(
        ' ', data_type, character_maximum_length, collation_name, is_nullable, is_identity, column_default
    )
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL
SELECT 'index ' || indexname || ': ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL
SELECT 'constraint ' || conname || ': ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'trigger ' || tgname || ': ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT 'type ' || typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
"""


def schema_of(database: Database) -> list[str]:
    """Tables, columns, indexes, constraints, triggers, functions and types, sorted."""
    with database.reading() as connection:
        statement = SQLITE if database.kind == "sqlite" else POSTGRESQL
        return sorted(connection.execute(text(statement)).scalars())
