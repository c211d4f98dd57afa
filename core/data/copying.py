"""Tables filled with the rows of another database, and compared with them afterwards.

A fingerprint of many rows does not depend on their order, nor on the kind of database that holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, delete, func, inspect, select, table, text
from sqlalchemy.sql import column

from core.data.bulk import load_tuples
from core.data.exact_rows import Shape, batches, line, values
from core.data.restoring_rows import set_last_ids
from core.data.schema import first_names
from core.errors import Conflict
from core.labels import translations

_ = translations("core")

FOREIGN_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""
DIGEST = 16
"""Bytes of a row's hash."""

NOT_EMPTY = _("The database is not empty; nothing was changed.")
HOLDS = _("It holds {names}.")
TAKE_EMPTY = _("Name an empty one, with --database-url or as it is asked for.")

Row = tuple[Any, ...]
Canonical = Callable[[Row], Row]


@dataclass(slots=True)
class Fingerprint:
    """How many rows, and the sum of their hashes."""

    rows: int = 0
    sum: int = 0

    def add(self, row: Row) -> None:
        """Take one more."""
        self.rows += 1
        self.sum += int.from_bytes(blake2b(line(row), digest_size=DIGEST).digest())


def require_empty(connection: Connection) -> None:
    """Raise Conflict for a database in which there is any table or view."""
    found = inspect(connection)
    names = sorted({*found.get_table_names(), *found.get_view_names()})
    if names:
        raise Conflict(NOT_EMPTY, why=HOLDS.fill(names=first_names(names)), fix=TAKE_EMPTY)


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Rows may come in any order; at the end all must point at one that is there.

    SQLite's transactions of `Database.migrating()` do that by themselves.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    found = connection.execute(text(FOREIGN_KEYS)).all()
    for owner, name, _definition in found:
        connection.execute(text(f"ALTER TABLE {owner} DROP CONSTRAINT {name}"))
    yield
    for owner, name, definition in found:
        connection.execute(text(f"ALTER TABLE {owner} ADD CONSTRAINT {name} {definition}"))
    connection.execute(text("ANALYZE"))


def empty_tables(connection: Connection, names: Iterable[str]) -> None:
    """Take away the rows that migrations have put there."""
    for name in names:
        connection.execute(delete(table(name)))


def fill(
    connection: Connection, shape: Shape, columns: Sequence[str], rows: Iterable[Row], last: Mapping[str, int]
) -> Fingerprint:
    """Load rows in the form of this kind of database; its sequences go on behind `last` and behind them."""
    canonical = canonical_form(shape, columns)
    found = Fingerprint()
    for part in batches(rows):
        for row in part:
            found.add(canonical(row))
        load_tuples(connection, shape.name, columns, part)
    _set_sequences(connection, shape, last)
    return found


def fingerprint(connection: Connection, shape: Shape, columns: Sequence[str]) -> Fingerprint:
    """That of the rows which are there."""
    canonical = canonical_form(shape, columns)
    found = Fingerprint()
    chosen = [each for each in shape.values() if each.name in set(columns)]
    order = {name: place for place, name in enumerate(columns)}
    chosen.sort(key=lambda each: order[each.name])
    for row in values(connection, select(*chosen).select_from(table(shape.name))):
        found.add(canonical(row))
    return found


def canonical_form(shape: Shape, columns: Sequence[str]) -> Canonical:
    """What makes rows of either kind of database equal that mean the same."""
    changes: list[tuple[int, Callable[[Any], Any]]] = []
    for place, name in enumerate(columns):
        if name in shape.truths:
            changes.append((place, _truth))
        elif name in shape.moments:
            changes.append((place, _moment))
        elif name in shape.numbers:
            changes.append((place, _number))

    def canonical(row: Row) -> Row:
        found = list(row)
        for place, change in changes:
            if found[place] is not None:
                found[place] = change(found[place])
        return tuple(found)

    return canonical if changes else tuple


def _truth(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def _moment(value: Any) -> Any:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):  # 'infinity', years before Christ, and what SQLite let pass
        return value
    return (moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment).isoformat()


def _number(value: Any) -> Any:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return value
    return str(number.normalize() if number.is_finite() else number)


def _set_sequences(connection: Connection, shape: Shape, last: Mapping[str, int]) -> None:
    if connection.dialect.name == "sqlite":
        set_last_ids(connection, shape, dict(last))
        return
    largest = {name: _largest(connection, shape.name, name) for name in shape.key if len(shape.key) == 1}
    numbers = {name: max(last.get(name, 0), largest.get(name, 0)) for name in {*last, *largest}}
    set_last_ids(connection, shape, {name: number for name, number in numbers.items() if number > 0})


def _largest(connection: Connection, name: str, key: str) -> int:
    found = connection.scalar(select(func.max(column(key))).select_from(table(name)))
    return found if isinstance(found, int) else 0


def made_by_sqlite(connection: Connection) -> frozenset[str]:
    """Virtual tables, such as the search index, and those that SQLite keeps for them."""
    if connection.dialect.name != "sqlite":
        return frozenset()
    found = connection.execute(text("SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')"))
    return frozenset(found.scalars())
