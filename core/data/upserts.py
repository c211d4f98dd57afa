"""INSERT of a row unless one like it is there, without an error that would end the transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


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


def insert_or_change(
    session: Session | Connection, model: Any, rows: Sequence[Mapping[str, Any]], changes: Mapping[str, Any]
) -> None:
    """Insert rows; where one with the same primary key is there already, make these changes to it instead."""
    bind = session.get_bind() if isinstance(session, Session) else session
    make: Any = postgresql.insert if bind.dialect.name == "postgresql" else sqlite.insert
    key = [column.name for column in inspect(model).primary_key]
    statement = make(model).values(list(rows))
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=changes))
