"""PostgreSQL databases that are used again: emptied for the next test, at a fifth of what a copy costs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from core.testing.databases import PostgresqlDatabases, Preparation, new_name

KEPT = 8
"""How many databases of different preparations wait for their next test."""

LARGE = 10 * 8192
"""Bytes of a table: PostgreSQL plans for ten pages at least, so what tests left in fewer changes no plan."""

# How many rows each catalogue has, and the newest transaction that wrote one: after any change of the schema,
# or of what the planner knows, they are others.
CATALOGUES = ("attribute", "class", "constraint", "namespace", "proc", "statistic", "trigger", "type")
CATALOGUE = "(SELECT (count(*), max(xmin::text::bigint))::text FROM pg_{name})"
SCHEMA = "SELECT {catalogues}, (SELECT sum(reltuples) FROM pg_class)"
TABLES = """
SELECT oid::regclass::text, pg_relation_size(oid) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""
SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'"
ROWS = "SELECT to_json(found) FROM {table} AS found"
FILL = "INSERT INTO {table} OVERRIDING SYSTEM VALUE"
FILLING = "SELECT * FROM json_populate_recordset(NULL::{table}, '{rows}')"
DELETE = "DELETE FROM {table}"
WITHOUT_TRIGGERS = "SET LOCAL session_replication_role = replica"
LET_IN, LET_OUT = "CREATE ROLE {user} SUPERUSER LOGIN", "ALTER ROLE {user} NOLOGIN"
END = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = '{user}'"


@dataclass(frozen=True, slots=True)
class Origin:
    """A database as it was copied: what tells that its schema is still the same, and what empties it."""

    schema: tuple[Any, ...]
    script: str

    @classmethod
    def of(cls, connection: Any) -> Origin:
        """The origin of a database that is as it should be."""
        tables = [table for table, _size in connection.execute(TABLES)]
        steps = ["BEGIN", WITHOUT_TRIGGERS, *(DELETE.format(table=table) for table in tables)]
        steps += [step for table in tables for step in _filling(connection, table)]
        steps += [_set(*row) for row in connection.execute(SEQUENCES)]
        return cls(_schema(connection), "; ".join([*steps, "COMMIT"]))

    def restore(self, connection: Any) -> bool:
        """Bring rows and sequences back; False if the schema is another one, or a table has grown large."""
        sizes = [size for _table, size in connection.execute(TABLES)]
        if max(sizes, default=0) > LARGE or _schema(connection) != self.schema:
            return False
        connection.execute(self.script)
        return True


def _schema(connection: Any) -> tuple[Any, ...]:
    catalogues = ", ".join(CATALOGUE.format(name=name) for name in CATALOGUES)
    return tuple(connection.execute(SCHEMA.format(catalogues=catalogues)).fetchone())


def _filling(connection: Any, table: str) -> Iterator[str]:
    """The statement that brings the rows of a table back, if it has any."""
    rows = [row for (row,) in connection.execute(ROWS.format(table=table))]
    if rows:
        said = json.dumps(rows).replace("'", "''")
        yield f"{FILL.format(table=table)} {FILLING.format(table=table, rows=said)}"


def _set(sequence: str, start: int, last: int | None) -> str:
    return f"SELECT setval('\"{sequence}\"', {start if last is None else last}, {last is not None})"


@dataclass(frozen=True, slots=True)
class Used:
    """A database, and a connection to it that knows its tables: a new one would cost most of a copy."""

    name: str
    connection: Any
    origin: Origin


@dataclass
class ReusedDatabases:
    """What `PostgresqlDatabases` gives, for one process; one in which a test changed the schema is dropped.

    Every test has a user of its own: whoever still runs when his test has ended is not let in any more.
    """

    copies: PostgresqlDatabases
    _used: dict[str, Used] = field(default_factory=dict)
    _origins: dict[str, Origin] = field(default_factory=dict)

    @contextmanager
    def fresh(self, preparation: Preparation) -> Iterator[str]:
        """The URL of a prepared database that nobody else uses."""
        database, user = self._restored(preparation.template) or self._copy(preparation), new_name()
        self._administration.execute(LET_IN.format(user=user))
        try:
            yield self.copies.url(database.name, user)
        finally:
            self._administration.execute(LET_OUT.format(user=user))
            self._administration.execute(END.format(user=user))
            self._keep(preparation.template, database)

    def close(self) -> None:
        """Drop what is left."""
        for database in self._used.values():
            self._drop(database)
        self._administration.close()

    @cached_property
    def _administration(self) -> Any:
        return self.copies.connect()

    def _drop(self, database: Used) -> None:
        database.connection.close()
        self.copies.drop(self._administration, database.name)

    def _copy(self, preparation: Preparation) -> Used:
        template = self.copies.template(preparation)
        name = self.copies.copy(self._administration, template)
        connection = self.copies.connect(name)
        if template not in self._origins:
            self._origins[template] = Origin.of(connection)
        return Used(name, connection, self._origins[template])

    def _restored(self, template: str) -> Used | None:
        """A database that a test has used, as if it had not been."""
        database = self._used.pop(template, None)
        if database is None or self._is_restored(database):
            return database
        self._drop(database)
        return None

    def _is_restored(self, database: Used) -> bool:
        try:
            return database.origin.restore(database.connection)
        except self.copies.driver.OperationalError:  # the test has ended all connections, this one too
            return False

    def _keep(self, template: str, database: Used) -> None:
        """Take a database back for the next test that wants one like it."""
        if template in self._used:
            self._drop(self._used.pop(template))
        self._used[template] = database
        if len(self._used) > KEPT:
            self._drop(self._used.pop(next(iter(self._used))))
