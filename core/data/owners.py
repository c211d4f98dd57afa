"""Owners of tables, and whether core's are up to date: without Alembic, which every process would pay for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select

from core.errors import MigrationError
from core.labels import translations

_ = translations("core")

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
        raise MigrationError(_("The database needs an upgrade."), why=why, fix=_("Run guanxi db upgrade."))
    raise MigrationError(
        why=why, fix=_("Install the newer version again, or restore a backup made before the upgrade.")
    )


def _present(connection: Connection) -> str | None:
    table = Table(CORE.version_table, MetaData(), Column("version_num", String))
    if not inspect(connection).has_table(table.name):
        return None
    return connection.scalar(select(table.c.version_num))
