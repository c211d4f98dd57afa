"""Rows for tables of which nothing is known but their columns, and tables as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    String,
    Table,
    insert,
    inspect,
    select,
)

from core.api.openapi.examples import CODES
from core.contracts.base import Base, declared_field
from core.contracts.choices import CodeKind
from core.contracts.types import ChoiceSet, JsonText, Moment, Scaled

ROWS = 3
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LEFT_EMPTY = ("deleted_at", "created_by")
CUSTOMERS = "core_customer"

Ids = dict[str, list[int]]
"""The ids of the rows of each table."""


def fill(connection: Connection, tables: Iterable[Table]) -> Ids:
    """Put rows into each table, and into those that they need, past all that refuses invented values."""
    filled: Ids = {}
    for table in tables:
        _fill(connection, table, filled)
    return filled


def _fill(connection: Connection, table: Table, filled: Ids) -> None:
    if table.name in filled:
        return
    filled[table.name] = list(range(1, ROWS + 1))
    for target in sorted({key.column.table for key in table.foreign_keys}, key=lambda target: target.name):
        if target is not table and any(
            key.column.table is target and _is_pointing(key.parent) for key in table.foreign_keys
        ):
            _fill(connection, Base.metadata.tables.get(target.name, target), filled)
    present = set(connection.execute(select(*table.primary_key)).scalars())
    numbers = [number for number in filled[table.name] if number not in present]
    rows = [{column.key: _value(column, number, filled) for column in table.c} for number in numbers]
    if rows:
        connection.execute(insert(table), rows)


def _is_pointing(column: Column[Any]) -> bool:
    """Whether a foreign key gets a value: those that may be empty only where they name a customer."""
    targets = {key.column.table.name for key in column.foreign_keys}
    return not column.nullable or CUSTOMERS in targets


def _value(column: Column[Any], number: int, filled: Ids) -> Any:
    """What the row of this number has in a column."""
    for key in column.foreign_keys:
        target = key.column.table
        return (
            filled[target.name][number - 1] if _is_pointing(column) and target is not column.table else None
        )
    if column.primary_key:
        return number
    if column.name in LEFT_EMPTY:
        return None
    field = declared_field(column)
    if field and isinstance(field.kind, CodeKind):
        return CODES[field.kind.name]
    choices = list(getattr(field.kind, "choices", ()) if field else ())
    if choices and not isinstance(column.type, ChoiceSet):
        return choices[0]
    return next(
        (make(column, number, choices) for kind, make in MAKERS if isinstance(column.type, kind)), None
    )


MAKERS: tuple[tuple[type, Callable[[Any, int, Sequence[str]], Any]], ...] = (
    (ChoiceSet, lambda _column, _number, choices: list(choices[:1])),
    (JsonText, lambda _column, number, _choices: {"number": number}),
    (Moment, lambda _column, _number, _choices: MOMENT),
    (Scaled, lambda _column, number, _choices: Decimal(number)),
    (Boolean, lambda _column, _number, _choices: False),
    (DateTime, lambda _column, _number, _choices: MOMENT),
    (Numeric, lambda _column, number, _choices: Decimal(number)),
    (Date, lambda _column, number, _choices: date(2026, 1, number)),
    (LargeBinary, lambda _column, number, _choices: bytes([number])),
    (String, lambda column, number, _choices: f"{number}{column.name}"[: column.type.length or 40]),
    (Integer, lambda _column, number, _choices: number),
)


def fill_as_they_are(connection: Connection, owner: str) -> Ids:
    """Put rows into an owner's tables as they are in the database, whatever the models say today."""
    found = MetaData()
    names = [name for name in inspect(connection).get_table_names() if name.startswith(f"{owner}_")]
    found.reflect(connection, only=names)
    return fill(connection, [table for table in found.sorted_tables if table.name in names])


def contents(connection: Connection, owner: str, others: bool = False) -> Mapping[str, Sequence[Any]]:
    """All rows of an owner's tables, in order; with `others`, of all tables but the owner's."""
    known = Base.metadata.tables
    names = [name for name in inspect(connection).get_table_names() if name in known]
    return {
        name: sorted(map(tuple, connection.execute(select(known[name]))), key=repr)
        for name in names
        if name.startswith(f"{owner}_") is not others
    }
