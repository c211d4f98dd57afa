"""Many rows the fastest way that the driver has: COPY on PostgreSQL, one prepared statement on SQLite.

SQLAlchemy works out every row of an INSERT anew, which costs more than the database needs to write it. This
goes past the session's rights; a test names the services that may call it, after they have asked for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Connection, Dialect, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from core.data import faults

FEW = 20
"""Rows below which COPY costs more on PostgreSQL than it saves."""

Convert = Callable[[Any], Any]


Converters = tuple[tuple[int, Convert], ...]
"""What turns values into what the driver takes, by the places of those columns that need it."""


@dataclass(frozen=True, slots=True)
class _Statements:
    """The ways to write new rows into some columns of a table."""

    insert: str
    copy: str


def converters(types: Iterable[TypeEngine[Any]], dialect: Dialect) -> Converters:
    """For columns of these types."""
    found = [type_.dialect_impl(dialect).bind_processor(dialect) for type_ in types]
    return tuple((index, convert) for index, convert in enumerate(found) if convert)


def as_tuples(
    rows: Sequence[Mapping[str, Any]], names: Iterable[str], converting: Converters
) -> list[tuple[Any, ...]]:
    """The rows as the driver takes them."""
    columns = [[row[name] for row in rows] for name in names]
    for index, convert in converting:
        columns[index] = [convert(value) for value in columns[index]]
    return list(zip(*columns, strict=True))


def insert_rows(session: Session, model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of a model, all with the same attributes; raises IntegrityError like any INSERT.

    Attributes that are None in every row are left out, so they must not have a default in the database.
    """
    if not rows:
        return
    connection = cast(Connection, session.get_bind())
    names = tuple(name for name in rows[0] if any(row[name] is not None for row in rows))
    statements, converting = _for_model(model, names, connection.dialect)
    _write(connection, statements, as_tuples(rows, names, converting))


def update_rows(session: Session, model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change rows of a model by their `id`, all with the same attributes; one prepared UPDATE for all."""
    if not rows:
        return
    connection = cast(Connection, session.get_bind())
    names = (*(name for name in rows[0] if name != "id"), "id")
    statement, converting = _update(model, names, connection.dialect)
    connection.exec_driver_sql(statement, as_tuples(rows, names, converting))


def insert_tuples(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows as the driver takes them into any table; raises IntegrityError like any INSERT."""
    if rows:
        _write(connection, _statements(table, columns, connection.dialect), rows)


def load_tuples(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """`insert_tuples` with the numbers that the rows have, also where the database would give its own."""
    statements = _statements(table, columns, connection.dialect)
    if connection.dialect.name == "postgresql":
        _copy(connection, statements.copy, rows)
    elif rows:
        connection.exec_driver_sql(statements.insert, list(rows))


def _write(connection: Connection, statements: _Statements, rows: Sequence[tuple[Any, ...]]) -> None:
    if connection.dialect.name == "postgresql" and len(rows) >= FEW:
        _copy(connection, statements.copy, rows)
    else:
        connection.exec_driver_sql(statements.insert, list(rows))


@lru_cache(1_000)
def _for_model(model: Any, names: tuple[str, ...], dialect: Dialect) -> tuple[_Statements, Converters]:
    columns = [inspect(model).columns[name] for name in names]
    statements = _statements(model.__tablename__, [column.name for column in columns], dialect)
    return statements, converters((column.type for column in columns), dialect)


@lru_cache(1_000)
def _update(model: Any, names: tuple[str, ...], dialect: Dialect) -> tuple[str, Converters]:
    """The UPDATE of these attributes; the last one says which row."""
    columns = [inspect(model).columns[name] for name in names]
    quote = dialect.identifier_preparer.quote
    *changed, which = (f"{quote(column.name)} = {_mark(dialect)}" for column in columns)
    statement = f"UPDATE {quote(model.__tablename__)} SET {', '.join(changed)} WHERE {which}"  # noqa: S608 - names of the database
    return statement, converters((column.type for column in columns), dialect)


def _statements(table: str, columns: Sequence[str], dialect: Dialect) -> _Statements:
    quote = dialect.identifier_preparer.quote
    into, listed = quote(table), ", ".join(map(quote, columns))
    marks = ", ".join([_mark(dialect)] * len(columns))
    return _Statements(
        insert=f"INSERT INTO {into} ({listed}) VALUES ({marks})",  # noqa: S608 - names of the database
        copy=f"COPY {into} ({listed}) FROM STDIN",
    )


def _mark(dialect: Dialect) -> str:
    """What stands for a value in a statement."""
    return "?" if dialect.paramstyle == "qmark" else "%s"


def _copy(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    driver: Any = connection.dialect.dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except driver.Error as error:
        raise faults.busy(error) or DBAPIError.instance(statement, None, error, driver.Error) from error
