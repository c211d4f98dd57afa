"""What migrations will do to a schema, found by running them on a scratch database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, create_mock_engine, inspect

from core.contracts.base import Base
from core.data.engine import Database
from core.data.migrations import current_revision, upgrade_owner
from core.data.owners import CORE, Owner, declared_tables

Names = frozenset[tuple[str, str]]
"""Kind ("tables", "columns", "indexes") and name of everything: `x_order`, `x_order.sum`, `x_order.ix_x`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is there after a change and was not before, and the other way round: names by kind, sorted."""

    added: Mapping[str, tuple[str, ...]]
    removed: Mapping[str, tuple[str, ...]]

    @classmethod
    def between(cls, before: Names, after: Names) -> Difference:
        """From one set of names to another."""
        return cls(_by_kind(after - before), _by_kind(before - after))


def names_of(connection: Connection) -> Names:
    """The names of all tables, columns and indexes, the same on every database."""
    found = inspect(connection)
    names = {("tables", table) for table in found.get_table_names()}
    for (_schema, table), columns in found.get_multi_columns().items():
        names |= {("columns", f"{table}.{column['name']}") for column in columns}
    for (_schema, table), indexes in found.get_multi_indexes().items():
        names |= {("indexes", f"{table}.{i['name']}") for i in indexes if not i.get("duplicates_constraint")}
    return frozenset(names)


def upgrade_difference(
    connection: Connection, present: Sequence[Owner], upgraded: Sequence[Owner]
) -> Difference:
    """What upgrading these owners, in this order, will do to a database in which `present` ones have tables.

    Raises MigrationError for migrations that fail, or change what is not their owner's.
    """
    revisions = {owner: current_revision(connection, owner) for owner in (*present, *upgraded)}
    inline = [owner for owner in upgraded if owner.inline]
    kept = frozenset(
        (kind, name)
        for kind, name in (names_of(connection) if inline else ())
        if any(owner.owns(name.partition(".")[0]) for owner in inline)
    )
    with TemporaryDirectory(prefix="guanxi-plan-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'scratch.sqlite3'}")
        try:
            with database.migrating() as scratch:
                return _tried(scratch, revisions, upgraded, kept)
        finally:
            database.dispose()


def _tried(
    scratch: Connection, revisions: Mapping[Owner, str | None], upgraded: Sequence[Owner], inline: Names
) -> Difference:
    """Owners in one file have no older revisions: their tables are taken from the database itself."""
    for statement in _schema_of_core():
        scratch.exec_driver_sql(statement)
    for owner, revision in revisions.items():
        if revision is not None and not (owner.inline and owner in upgraded):
            upgrade_owner(scratch, owner, revision)
    before = names_of(scratch) | inline
    for owner in upgraded:
        upgrade_owner(scratch, owner)
    return Difference.between(before, names_of(scratch))


@cache
def _schema_of_core() -> tuple[str, ...]:
    """What makes core's tables as its migrations do, which a test compares, in a tenth of the time."""
    statements: list[str] = []

    def note(statement: Any, *_arguments: Any, **_options: Any) -> None:
        statements.append(str(statement.compile(dialect=engine.dialect)))

    engine = create_mock_engine("sqlite://", note)
    Base.metadata.create_all(engine, declared_tables(CORE), checkfirst=False)
    return tuple(statements)


def _by_kind(names: Names) -> Mapping[str, tuple[str, ...]]:
    kinds = sorted({kind for kind, _name in names}, key=("tables", "columns", "indexes").index)
    return {kind: tuple(sorted(name for each, name in names if each == kind)) for kind in kinds}
