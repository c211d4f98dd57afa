"""New rows the fastest way that the driver has: COPY on PostgreSQL, one prepared INSERT on SQLite.

SQLAlchemy works out every row of an INSERT anew, which costs more than the database needs to write it. This
goes past the session's rights; a test names the services that may call it, after they have asked for them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Connection, Dialect, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.data import faults

FEW = 20
"""Rows below which COPY costs more on PostgreSQL than it saves."""

Convert = Callable[[Any], Any]


@dataclass(frozen=True, eq=False)
class Shape:
    """The INSERT of some columns of a model, and what turns values into what the driver takes."""

    insert: str
    copy: str
    converters: tuple[tuple[int, Convert], ...]

    def tuples(self, rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[tuple[Any, ...]]:
        """The rows as the driver takes them."""
        columns = [[row[name] for row in rows] for name in names]
        for index, convert in self.converters:
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
    shape = _shape(model, names, connection.dialect)
    tuples = shape.tuples(rows, names)
    _write(connection, shape, tuples)


def insert_tuples(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows as the driver takes them into any table; raises IntegrityError like any INSERT."""
    if rows:
        _write(connection, _statements(table, columns, (), connection.dialect), rows)


def load_tuples(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """`insert_tuples` with the numbers that the rows have, also where the database would give its own."""
    shape = _statements(table, columns, (), connection.dialect)
    if connection.dialect.name == "postgresql":
        _copy(connection, shape.copy, rows)
    elif rows:
        connection.exec_driver_sql(shape.insert, list(rows))


def _write(connection: Connection, shape: Shape, rows: Sequence[tuple[Any, ...]]) -> None:
    if connection.dialect.name == "postgresql" and len(rows) >= FEW:
        _copy(connection, shape.copy, rows)
    else:
        connection.exec_driver_sql(shape.insert, list(rows))


@lru_cache(1_000)
def _shape(model: Any, names: tuple[str, ...], dialect: Dialect) -> Shape:
    columns = [inspect(model).columns[name] for name in names]
    found = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    converters = tuple((index, convert) for index, convert in enumerate(found) if convert)
    return _statements(model.__tablename__, [column.name for column in columns], converters, dialect)


def _statements(
    table: str, columns: Sequence[str], converters: tuple[tuple[int, Convert], ...], dialect: Dialect
) -> Shape:
    quote = dialect.identifier_preparer.quote
    into, listed = quote(table), ", ".join(map(quote, columns))
    marks = ", ".join(["?" if dialect.paramstyle == "qmark" else "%s"] * len(columns))
    return Shape(
        insert=f"INSERT INTO {into} ({listed}) VALUES ({marks})",  # noqa: S608 - names of the database
        copy=f"COPY {into} ({listed}) FROM STDIN",
        converters=converters,
    )


def _copy(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    driver: Any = connection.dialect.dbapi
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except driver.Error as error:
        raise faults.busy(error) or DBAPIError.instance(statement, None, error, driver.Error) from error
