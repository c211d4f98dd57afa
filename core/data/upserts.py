"""INSERT of a row unless one like it is there, without an error that would end the transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, Row, inspect
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
    statement = _insert(session.get_bind(), model).values(values).returning(answer)
    statement = statement.on_conflict_do_nothing(index_elements=unique, index_where=where)
    row: Row[Any] | None = session.execute(statement).one_or_none()
    return row


def insert_missing(
    session: Session, model: Any, rows: Sequence[Mapping[str, Any]], unique: Sequence[Any], *answer: Any
) -> Sequence[Row[Any]]:
    """Insert rows, but for those whose `unique` columns equal others'; answers columns of the new ones.

    All rows have the same columns. On PostgreSQL it waits for whoever is inserting such a row at this moment.
    """
    if not rows:
        return []
    # The rows as parameters: SQL with all of their values in it takes longer to be made than to be run.
    statement = (
        _insert(session.get_bind(), model).on_conflict_do_nothing(index_elements=unique).returning(*answer)
    )
    return session.execute(statement, [dict(row) for row in rows]).all()


def insert_or_change(
    session: Session | Connection, model: Any, rows: Sequence[Mapping[str, Any]], changes: Mapping[str, Any]
) -> None:
    """Insert rows; where one with the same primary key is there already, make these changes to it instead."""
    bind = session.get_bind() if isinstance(session, Session) else session
    key = [column.name for column in inspect(model).primary_key]
    statement = _insert(bind, model).values(list(rows))
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=changes))


def _insert(bind: Engine | Connection, model: Any) -> Any:
    """An INSERT of the database's own, which knows ON CONFLICT."""
    return postgresql.insert(model) if bind.dialect.name == "postgresql" else sqlite.insert(model)
