"""Rows of tables as lines of JSON, and back: every value exactly as the database keeps it.

A line is a list of values in the order of the columns. On SQLite they are what lies in the file; on
PostgreSQL whole numbers, truth, text and bytes are themselves and everything else is the text that the server
reads back as the same value. Bytes and the few numbers that JSON lacks are objects. Tables are known from
the database alone, so no code of their owner is needed.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Select,
    String,
    Table,
    Text,
    cast,
    column,
    func,
    inspect,
    select,
    table,
)

from core.data.owners import Owner

BATCH = 2000
PLAIN = (Integer, String, Boolean, LargeBinary)
BYTES, NUMBER = "bytes", "number"


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns of a table that name a row of another, or of the same."""

    columns: tuple[str, ...]
    target: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A table as far as its rows matter.

    `as_text` are the columns that PostgreSQL reads as text; `truths`, `moments` and `numbers` (those that are
    not whole) are those that the two databases keep in different forms.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    as_text: frozenset[str]
    truths: frozenset[str]
    moments: frozenset[str]
    numbers: frozenset[str] = frozenset()

    def select(self) -> Select[Any]:
        """All rows, in the order of the key."""
        order = self.key or self.columns
        return select(*self.values()).select_from(table(self.name)).order_by(*map(column, order))

    def values(self) -> list[Any]:
        """Its columns as they are read."""
        return [
            cast(column(name), Text).label(name) if name in self.as_text else column(name)
            for name in self.columns
        ]


def shapes_of(connection: Connection, owner: Owner) -> list[Shape]:
    """The tables of an owner, each after those that it points at."""
    return shapes(connection, own_tables(connection, owner))


def own_tables(connection: Connection, owner: Owner) -> list[str]:
    """The names of an owner's tables, without that of its revision."""
    names = inspect(connection).get_table_names()
    return sorted(name for name in names if owner.owns(name) and name != owner.version_table)


def count_rows(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """How many rows each of these tables has."""
    counts = {name: select(func.count()).select_from(table(name)) for name in names}
    return {name: connection.execute(count).scalar_one() for name, count in counts.items()}


def shapes(connection: Connection, names: Sequence[str]) -> list[Shape]:
    """These tables, each after those that it points at."""
    if not names:
        return []
    found = MetaData()
    found.reflect(connection, only=list(names), resolve_fks=False)
    known = {name: _shape(connection, found.tables[name]) for name in names}
    ordered: dict[str, Shape] = {}
    for name in sorted(known):
        _place(name, known, ordered, set())
    return list(ordered.values())


def _place(name: str, known: Mapping[str, Shape], ordered: dict[str, Shape], waiting: set[str]) -> None:
    """Those that it points at first; a circle is cut where it is found."""
    if name in ordered or name in waiting or name not in known:
        return
    for reference in known[name].references:
        _place(reference.target, known, ordered, {*waiting, name})
    ordered[name] = known[name]


def _shape(connection: Connection, found: Table) -> Shape:
    stored = [each for each in found.columns if each.computed is None]
    return Shape(
        name=str(found.name),  # no `quoted_name`, which JSON does not take
        columns=tuple(str(each.name) for each in stored),
        key=tuple(each.name for each in found.primary_key.columns),
        references=tuple(
            sorted(map(_reference, found.foreign_key_constraints), key=lambda each: each.columns)
        ),
        as_text=frozenset(each.name for each in stored if _is_text(connection, each)),
        truths=frozenset(each.name for each in stored if isinstance(each.type, Boolean)),
        moments=frozenset(each.name for each in stored if isinstance(each.type, DateTime)),
        numbers=frozenset(each.name for each in stored if isinstance(each.type, Numeric | Float)),
    )


def _reference(constraint: Any) -> Reference:
    targets = [element.target_fullname.rpartition(".") for element in constraint.elements]
    return Reference(
        tuple(constraint.column_keys), targets[0][0], tuple(key for _table, _dot, key in targets)
    )


def _is_text(connection: Connection, found: Column[Any]) -> bool:
    return connection.dialect.name == "postgresql" and not isinstance(found.type, PLAIN)


def lines(connection: Connection, statement: Select[Any]) -> Iterator[bytes]:
    """Each row as one line of JSON; few are in memory at a time."""
    return map(line, values(connection, statement))


def values(connection: Connection, statement: Select[Any]) -> Iterator[tuple[Any, ...]]:
    """Each row; few are in memory at a time."""
    options = {"stream_results": True, "yield_per": BATCH}
    with connection.execute(statement, execution_options=options) as rows:
        for row in rows:
            yield tuple(row)


def line(row: Iterable[Any]) -> bytes:
    """A row as one line of JSON."""
    return orjson.dumps([_plain(value) for value in row], option=orjson.OPT_APPEND_NEWLINE)


def values_of(line: bytes) -> list[Any]:
    """The values of a line; raises ValueError if it is none."""
    row = orjson.loads(line)
    if not isinstance(row, list):
        raise ValueError("not a list of values")
    return [_exact(value) if isinstance(value, dict | list) else value for value in row]


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return {BYTES: base64.b64encode(value).decode()}
    if isinstance(value, float) and not math.isfinite(value):
        return {NUMBER: repr(value)}
    return value


def _exact(found: Any) -> Any:
    match found:
        case {"bytes": str(encoded)} if len(found) == 1:
            return base64.b64decode(encoded, validate=True)
        case {"number": str(written)} if len(found) == 1:
            return float(written)
    raise ValueError("an unknown kind of value")


def batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Lists of at most `BATCH`."""
    found: list[Any] = []
    for row in rows:
        found.append(row)
        if len(found) == BATCH:
            yield found
            found = []
    if found:
        yield found
