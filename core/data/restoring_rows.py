"""Put rows back into tables: loaded beside them, cleared of what points nowhere, then moved over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    TableClause,
    and_,
    column,
    delete,
    exists,
    inspect,
    select,
    table,
    text,
)

from core.data.bulk import insert_tuples
from core.data.exact_rows import Reference, Shape, batches

STAGE = "guanxi_stage"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that points at one that is gone: its table, its values, and what it points at."""

    table: str
    row: dict[str, Any]
    missing: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A temporary table with the columns of `shape`, some or all; dropped by `move`."""

    connection: Connection
    shape: Shape
    columns: tuple[str, ...]

    def fill(self, rows: Iterable[Sequence[Any]]) -> None:
        """Make it, and load the rows: values in the order of the columns."""
        listed = self._listed()
        self._run(f"CREATE TEMPORARY TABLE {STAGE} AS SELECT {listed} FROM {self._quoted} WHERE 1 = 0")  # noqa: S608
        for part in batches(rows):
            insert_tuples(self.connection, STAGE, self.columns, part)

    def take_orphans(self) -> Iterator[LeftOut]:
        """Take out the rows that point at none, then those that point at these, and answer them."""
        found = True
        while found:
            found = False
            for reference in self.shape.references:
                for orphan in self._orphans(reference):
                    found = True
                    yield orphan

    def move(self) -> int:
        """Move all that is left into the table itself, and count it.

        In one statement, as rows may point at one another.
        """
        overriding = "OVERRIDING SYSTEM VALUE " if self.connection.dialect.name == "postgresql" else ""
        listed = self._listed()
        into = f"INSERT INTO {self._quoted} ({listed}) {overriding}"
        moved = self.connection.execute(text(f"{into}SELECT {listed} FROM {STAGE}")).rowcount  # noqa: S608
        self._run(f"DROP TABLE {STAGE}")
        return moved

    def _orphans(self, reference: Reference) -> list[LeftOut]:
        stage = _named(STAGE, *self.columns)
        lost = self._lost(stage, reference)
        rows = self.connection.execute(select(*stage.c).where(lost)).all()
        if rows:
            self.connection.execute(delete(stage).where(lost))
        missing = f"{', '.join(reference.columns)} -> {reference.target}"
        return [LeftOut(self.shape.name, dict(zip(self.columns, row, strict=True)), missing) for row in rows]

    def _lost(self, stage: TableClause, reference: Reference) -> ColumnElement[bool]:
        """Whether all columns of a reference are filled, and no such row exists."""
        own = reference.target == self.shape.name
        target = _named(STAGE if own else reference.target, *reference.keys).alias("target")
        filled = [stage.c[name].is_not(None) for name in reference.columns]
        pairs = zip(reference.columns, reference.keys, strict=True)
        same = [stage.c[name] == target.c[key] for name, key in pairs]
        return and_(*filled, ~exists(select(1).select_from(target).where(*same)))

    @property
    def _quoted(self) -> str:
        return self.connection.dialect.identifier_preparer.quote(self.shape.name)

    def _listed(self) -> str:
        return ", ".join(map(self.connection.dialect.identifier_preparer.quote, self.columns))

    def _run(self, statement: str) -> None:
        self.connection.execute(text(statement))


def translator(
    shape: Shape, columns: Sequence[str], kind: str
) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """What turns rows of the other kind of database into those of `kind`."""
    names, change = (shape.truths, bool) if kind == "postgresql" else (shape.moments, _sqlite_moment)
    places = [index for index, name in enumerate(columns) if name in names]

    def translate(row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for index in places:
            values[index] = None if row[index] is None else change(row[index])
        return tuple(values)

    return translate


def _sqlite_moment(written: str) -> str:
    """PostgreSQL's `2026-11-22 08:00:00+00` as SQLAlchemy keeps moments on SQLite."""
    moment = datetime.fromisoformat(written)
    in_utc = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return in_utc.isoformat(sep=" ", timespec="microseconds")


def last_ids(connection: Connection, shape: Shape) -> dict[str, int]:
    """The last number that each of a table's sequences has given, by column."""
    if connection.dialect.name == "sqlite":
        sequences = _named("sqlite_sequence", "name", "seq")
        last = connection.scalar(select(sequences.c.seq).where(sequences.c.name == shape.name))
        return {} if last is None else {shape.key[0]: last}
    found = {name: _last_of(connection, sequence) for name, sequence in _sequences(connection, shape)}
    return {name: last for name, last in found.items() if last is not None}


def set_last_ids(connection: Connection, shape: Shape, last: dict[str, int]) -> None:
    """Go on behind these numbers."""
    if connection.dialect.name == "sqlite":
        for number in last.values():
            sequences = _named("sqlite_sequence", "name", "seq")
            connection.execute(delete(sequences).where(sequences.c.name == shape.name))
            connection.execute(sequences.insert().values(name=shape.name, seq=number))
        return
    for name, sequence in _sequences(connection, shape):
        if name in last:
            connection.execute(
                text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last[name]}
            )


def _sequences(connection: Connection, shape: Shape) -> Iterator[tuple[str, str]]:
    """Columns and the sequences that fill them."""
    ask = text("SELECT pg_get_serial_sequence(:table, :column)")
    quoted = connection.dialect.identifier_preparer.quote(shape.name)
    for each in inspect(connection).get_columns(shape.name):
        if isinstance(each["type"], Integer):
            sequence = connection.scalar(ask, {"table": quoted, "column": each["name"]})
            if sequence:
                yield each["name"], sequence


def _last_of(connection: Connection, sequence: str) -> int | None:
    row = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()  # noqa: S608 - PostgreSQL's own name
    return row.last_value if row.is_called else None


def _named(name: str, *columns: str) -> TableClause:
    return table(name, *map(column, columns))
