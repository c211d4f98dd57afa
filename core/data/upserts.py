"""INSERT of a row unless one like it is there, without an error that would end the transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

# Any number will do that no other lock of Guanxi has: "name" in ASCII.
NAMED_LOCKS = 0x6E616D65


def insert_unless_there(
    session: Session,
    model: Any,
    values: Mapping[str, Any],
    unique: Sequence[Any],
    *,
    where: Any = None,
    answer: Any,
) -> Row[Any] | None:
    """Insert one row; answers the column `answer` of it, or None if one with equal `unique` columns is there.

    `where` is the condition of a partial unique index. On PostgreSQL it waits for whoever is inserting such a
    row at this moment.
    """
    make: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = make(model).values(values).returning(answer)
    statement = statement.on_conflict_do_nothing(index_elements=unique, index_where=where)
    row: Row[Any] | None = session.execute(statement).one_or_none()
    return row


def insert_missing(
    session: Session, model: Any, rows: Sequence[Mapping[str, Any]], unique: Sequence[Any], *answer: Any
) -> Sequence[Row[Any]]:
    """Insert rows, but for those whose `unique` columns equal others'; answers columns of the new ones.

    All rows have the same columns. On PostgreSQL it waits for whoever is inserting such a row at this moment.
    """
    make: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    if not rows:
        return []
    # The rows as parameters: SQL with all of their values in it takes longer to be made than to be run.
    statement = make(model).on_conflict_do_nothing(index_elements=unique).returning(*answer)
    return session.execute(statement, [dict(row) for row in rows]).all()


def one_at_a_time(session: Session, name: str) -> None:
    """Wait until nobody else is in a transaction that asked for the same name; it ends with this one.

    On SQLite one transaction writes at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(NAMED_LOCKS, func.hashtext(name))))


def insert_or_change(
    session: Session | Connection, model: Any, rows: Sequence[Mapping[str, Any]], changes: Mapping[str, Any]
) -> None:
    """Insert rows; where one with the same primary key is there already, make these changes to it instead."""
    bind = session.get_bind() if isinstance(session, Session) else session
    make: Any = postgresql.insert if bind.dialect.name == "postgresql" else sqlite.insert
    key = [column.name for column in inspect(model).primary_key]
    statement = make(model).values(list(rows))
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=changes))
