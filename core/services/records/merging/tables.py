"""Which columns of all tables of the database name records of one kind.

Asked of the database itself, so the tables of plugins that are disabled or missing are among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Inspector, inspect

from core.host.record_types import RecordType

OWN = frozenset({"core_merge_link"})
"""What remembers links of its own accord."""
ANCHORED = frozenset({"resource", "record_id", "customer_id"})
STAYING = frozenset({"core_change", "core_search", "core_tagging"})
"""Anchored tables whose rows about the lost record stay with it; merging sees to them in other ways."""

Names = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LinkColumn:
    """A column that may name records of the kind: by a foreign key, or as `record_id` beside `resource`.

    `versioned`: its rows are records. `uniques` are the other columns of each unique index over it, and
    whether that index is over the living only.
    """

    table: str
    column: str
    columns: frozenset[str]
    uniques: tuple[tuple[tuple[str, ...], bool], ...]

    @property
    def versioned(self) -> bool:
        """Whether the rows have versions."""
        return {"version", "updated_at", "deleted_at"} <= self.columns

    @property
    def by_pair(self) -> bool:
        """Whether it is the `record_id` of an anchored table."""
        return self.column == "record_id"

    @property
    def anchored(self) -> bool:
        """Whether its rows point at any record."""
        return self.columns >= ANCHORED


@dataclass(frozen=True, slots=True)
class Links:
    """Everything that may name records of one kind; `beside` are 1:1 tables of owners who do not run."""

    columns: tuple[LinkColumn, ...]
    beside: tuple[str, ...]


def links_to(connection: Connection, record_type: RecordType) -> Links:
    """Look at the tables of the database."""
    inspector = inspect(connection)
    keys = {name: found for (_schema, name), found in inspector.get_multi_foreign_keys().items()}
    columns = {
        name: frozenset(str(item["name"]) for item in found)
        for (_schema, name), found in inspector.get_multi_columns().items()
    }
    table = record_type.model.__tablename__
    known = {child.model.__tablename__ for child in record_type.children.values()}
    known |= {extension.model.__tablename__ for extension in record_type.extensions.values()} | OWN
    wanted: list[tuple[str, str]] = []
    beside: list[str] = []
    for name in sorted(columns.keys() - known):
        for column in _naming(keys.get(name, ()), table):
            (wanted.append((name, column)) if column != "id" else beside.append(name))
        if columns[name] >= ANCHORED and name not in STAYING:
            wanted.append((name, "record_id"))
    found = tuple(LinkColumn(n, c, columns[n], tuple(_uniques(inspector, n, c))) for n, c in wanted)
    # What says of a row which record it is about comes first: it takes the row's customer with it.
    return Links(tuple(sorted(found, key=lambda item: not item.by_pair)), tuple(beside))


def _naming(keys: Iterable[Names], table: str) -> Iterator[str]:
    """The columns of foreign keys that point at the ids of a table."""
    for key in keys:
        if key["referred_table"] == table and key["referred_columns"] == ["id"]:
            yield str(key["constrained_columns"][0])


def _uniques(inspector: Inspector, table: str, column: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The other columns of each unique index or constraint over a column."""
    for index in inspector.get_indexes(table):
        names = [str(name) for name in index["column_names"]]
        if index["unique"] and column in names:
            where = any(key.endswith("_where") for key in index.get("dialect_options", ()))
            yield tuple(name for name in names if name != column), where
    for constraint in inspector.get_unique_constraints(table):
        if column in constraint["column_names"]:
            yield tuple(name for name in constraint["column_names"] if name != column), False
