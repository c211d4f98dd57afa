"""Owners of tables, and whether they are up to date: without Alembic, which every process would pay for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select
from sqlalchemy.schema import CreateIndex, CreateTable

from core.contracts.base import Base
from core.errors import MigrationError
from core.labels import Label, translations

_ = translations("core")

OLDER = _("Its tables are older than its code.")
NEWER = _("Its tables are newer than its code: they are at {revision}.")
UPGRADE = _("Run guanxi db upgrade.")
NEWER_CODE = _("Install the newer version again, or restore a backup made before the upgrade.")
PARENT = re.compile(r"^down_revision\b.*?=\s*[\"'](.+?)[\"']", re.MULTILINE)

ENVIRONMENT = Path(__file__).parents[2] / "migrations"


@dataclass(frozen=True, slots=True)
class Owner:
    """`core` or a plugin: whose tables, whose migrations.

    An `inline` owner is one file and has no migrations: its tables follow its models (`core.data.inline`).
    """

    name: str
    script_directory: Path
    inline: bool = False

    @property
    def version_table(self) -> str:
        """The table that holds the owner's present revision."""
        return f"alembic_version_{self.name}"

    def owns(self, table: str) -> bool:
        """Whether a table is its own, by its name."""
        return table.startswith(f"{self.name}_") or table == self.version_table


CORE = Owner("core", ENVIRONMENT / "versions")


def require_upgraded(connection: Connection) -> None:
    """Raise MigrationError unless core's tables are those of its newest migration."""
    # Migrations of core are numbered, and a test compares the names of files with the revisions.
    known = sorted(path.stem for path in CORE.script_directory.glob("core_*.py"))
    present = _present(connection)
    if present == known[-1]:
        return
    why = _("It is at {revision}; this version works with {newest}.")
    why = why.fill(revision=present or "-", newest=known[-1])
    if present in (None, *known):
        raise MigrationError(_("The database needs an upgrade."), why=why, fix=UPGRADE)
    raise MigrationError(why=why, fix=NEWER_CODE)


def problem(owner: Owner, present: str | None) -> tuple[Label, Label] | None:
    """Why code and tables do not fit that are at the revision `present`, and what to do; None if they fit.

    An inline owner's models must have been imported.
    """
    if owner.inline:
        return None if present == fingerprint(owner) else (OLDER, UPGRADE)
    files = {path.stem: path for path in owner.script_directory.glob(f"{owner.name}_*.py")}
    if present is not None and present not in files:
        return NEWER.fill(revision=present), NEWER_CODE
    parents = {parent for path in files.values() for parent in PARENT.findall(path.read_text("utf-8"))}
    is_behind = present in parents or (present is None and files)
    return (OLDER, UPGRADE) if is_behind else None


def fingerprint(owner: Owner) -> str | None:
    """What stands for a revision of an inline owner: it changes with the models; None without tables."""
    tables = declared_tables(owner)
    if not tables:
        return None
    described = [str(CreateTable(table)) for table in tables]
    described += sorted(str(CreateIndex(index)) for table in tables for index in table.indexes)
    return f"{owner.name[:15]}_{hashlib.sha256(''.join(described).encode()).hexdigest()[:16]}"


def revisions(connection: Connection, names: Iterable[str]) -> dict[str, str | None]:
    """The revisions at which the tables of these owners are; None for one without."""
    owners = [Owner(name, Path()) for name in names]
    tables = set(inspect(connection).get_table_names()) if owners else set()
    return {o.name: _read(connection, o) if o.version_table in tables else None for o in owners}


def declared_tables(owner: Owner) -> list[Table]:
    """The tables of its models, those first that others point at."""
    return [table for table in Base.metadata.sorted_tables if owner.owns(table.name)]


def _present(connection: Connection) -> str | None:
    return _read(connection, CORE) if inspect(connection).has_table(CORE.version_table) else None


def _read(connection: Connection, owner: Owner) -> str | None:
    table = Table(owner.version_table, MetaData(), Column("version_num", String))
    return connection.scalar(select(table.c.version_num))
