"""Rows of any table taken away whole and put back, every value exactly as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, TableClause, bindparam, column, delete, insert, select, table, text
from sqlalchemy.exc import IntegrityError

from core.contracts.types import Moment
from core.data.exact_rows import Shape, lines, shapes, values_of
from core.services.chunks import chunks

Row = dict[str, Any]
MOMENTS = frozenset({"updated_at", "deleted_at"})
INSERT = "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM "


def read_rows(connection: Connection, name: str, ids: Sequence[int]) -> dict[int, Row]:
    """Rows of a table by their ids, as JSON can hold them."""
    (shape,) = shapes(connection, [name])
    found: dict[int, Row] = {}
    for part in chunks(ids):
        for line in lines(connection, shape.select().where(column("id").in_(part))):
            row = dict(zip(map(str, shape.columns), orjson.loads(line), strict=True))
            found[row["id"]] = row
    return found


def take_rows(connection: Connection, name: str, ids: Sequence[int]) -> dict[int, Row]:
    """Delete rows; answers what they were."""
    found = read_rows(connection, name, ids)
    rows = table(name, column("id"))
    for part in chunks(ids):
        connection.execute(delete(rows).where(rows.c.id.in_(part)))
    return found


def put_back(connection: Connection, name: str, row: Mapping[str, Any]) -> bool:
    """Insert a row that `read_rows` read; False if it cannot stand there any more."""
    (shape,) = shapes(connection, [name])
    try:
        with connection.begin_nested():
            _insert(connection, shape, {str(key): row[key] for key in shape.columns if key in row})
    except IntegrityError:
        return False
    return True


def _insert(connection: Connection, shape: Shape, row: Row) -> None:
    if connection.dialect.name == "postgresql":
        quote = connection.dialect.identifier_preparer.quote
        name, columns = quote(shape.name), ", ".join(map(quote, row))
        source = f"json_populate_record(NULL::{name}, CAST(:row AS json))"
        statement = text(INSERT.format(table=name, columns=columns) + source).bindparams(bindparam("row"))
        connection.execute(statement, {"row": orjson.dumps(row).decode()})
        return
    values = dict(zip(row, values_of(orjson.dumps(list(row.values()))), strict=True))
    connection.execute(insert(table(shape.name, *map(column, row))).values(values))


def has_row(connection: Connection, name: str, id: int) -> bool:
    """Whether a table has a row with this id."""
    rows = table(name, column("id"))
    return connection.execute(select(rows.c.id).where(rows.c.id == id)).first() is not None


def named_table(name: str, columns: Iterable[str]) -> TableClause:
    """A table known by the names of its columns alone; those of moments take moments."""
    return table(name, *(column(each, Moment if each in MOMENTS else None) for each in columns))
