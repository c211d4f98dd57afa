"""Rows from wherever they are into tables that were just made, each checked against what is there then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.data import copying
from core.data.copying import Fingerprint
from core.data.exact_rows import Shape, values
from core.data.restoring_rows import last_ids, translator
from core.errors import Conflict
from core.labels import translations
from core.services.archives.passing import Report

_ = translations("core")

CANNOT_COPY = _("The rows cannot be copied; nothing was changed.")
NOT_TAKEN = _("{table} does not take them: {reason}")
POINTS_NOWHERE = _("Rows would point at rows that are not there: {reason}")
MEND_ROWS = _("Mend these rows where they come from, and try again.")
NO_SUCH = _("There is no {names} in the tables that this version makes.")
SAME_CODE = _("Install the versions of Guanxi and of its plugins that wrote them.")
DIFFERENT = _("{table} has {found} rows of {wanted}, or others: the copy is not true.")
REPORT_IT = _("Report this to the authors of Guanxi; the source is as it was.")


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table, in the form of the kind of database that they come from."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[tuple[Any, ...]]]
    last: Mapping[str, int]


def rows_of(connection: Connection, found: Iterable[Shape]) -> Iterator[TableRows]:
    """The tables of a database, as they are when they are read."""
    for shape in found:

        def read(shape: Shape = shape) -> Iterator[tuple[Any, ...]]:
            return values(connection, shape.select())

        yield TableRows(shape.name, shape.columns, read, last_ids(connection, shape))


@dataclass
class Copier:
    """Rows of one kind of database (`source`) on their way into `into`."""

    into: Connection
    source: str
    shapes: Mapping[str, Shape]
    report: Report
    read: int = 0

    def copy(self, tables: Iterable[TableRows]) -> dict[str, int]:
        """Load all of them, then read them back; answers how many rows each has. Raises Conflict."""
        tables = list(tables)
        self._require_places(tables)
        copying.empty_tables(self.into, reversed(list(self.shapes)))
        try:
            with copying.without_foreign_keys(self.into):
                loaded = {each.name: self._load(each) for each in tables}
        except IntegrityError as error:
            why = POINTS_NOWHERE.fill(reason=" ".join(str(error.orig).split()))
            raise Conflict(CANNOT_COPY, why=why, fix=MEND_ROWS) from error
        for each in tables:
            self._compare(each, loaded[each.name])
        return {name: found.rows for name, found in loaded.items()}

    def _load(self, item: TableRows) -> Fingerprint:
        shape, kind = self.shapes[item.name], self.into.dialect.name
        rows = self._counted(item.rows())
        if kind != self.source:
            rows = map(translator(shape, item.columns, kind), rows)
        try:
            return copying.fill(self.into, shape, item.columns, rows, item.last)
        except DBAPIError as error:
            reason = " ".join(str(error.orig).split())
            why = NOT_TAKEN.fill(table=item.name, reason=reason)
            raise Conflict(CANNOT_COPY, why=why, fix=MEND_ROWS) from error

    def _compare(self, item: TableRows, loaded: Fingerprint) -> None:
        """What is there now must be what was loaded."""
        there = copying.fingerprint(self.into, self.shapes[item.name], item.columns)
        if there != loaded:
            why = DIFFERENT.fill(table=item.name, found=there.rows, wanted=loaded.rows)
            raise Conflict(CANNOT_COPY, why=why, fix=REPORT_IT)

    def _counted(self, rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        for row in rows:
            self.read += 1
            self.report(self.read)
            yield row

    def _require_places(self, tables: Iterable[TableRows]) -> None:
        """Every column that has rows must have a place; a plugin in one file may have new ones beside."""
        there = {(name, column) for name, shape in self.shapes.items() for column in shape.columns}
        needed = {(item.name, column) for item in tables for column in item.columns}
        if odd := sorted(".".join(pair) for pair in needed - there):
            raise Conflict(CANNOT_COPY, why=NO_SUCH.fill(names=", ".join(odd[:5])), fix=SAME_CODE)
