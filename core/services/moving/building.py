"""The tables of an installation, made anew in an empty database by the migrations of their owners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, inspect, select, table
from sqlalchemy.sql import column

from core.data.copying import made_by_sqlite
from core.data.exact_rows import Shape, own_tables, shapes
from core.data.migrations import upgrade_owner
from core.data.owners import CORE, Owner, revisions
from core.errors import Conflict
from core.host.discovery import Places
from core.host.loading import load
from core.labels import translations
from core.services.plugins.order import installed

_ = translations("core")

NO_CODE = _("The code of these plugins is not here, and only it can make their tables: {names}.")
INSTALL = _("Install them as they were, or remove them first: guanxi plugin remove NAME")
CANNOT_BUILD = _("The tables cannot be made; nothing was changed.")


@dataclass(frozen=True, slots=True)
class Built:
    """Whose tables, at which revision."""

    owner: Owner
    revision: str | None


def revisions_of(connection: Connection) -> dict[str, str | None]:
    """The revision of core's tables, and of those of each plugin that was enabled once and not removed."""
    if not inspect(connection).has_table("core_plugin"):
        return revisions(connection, [CORE.name])
    names: Iterable[str] = connection.scalars(select(column("name")).select_from(table("core_plugin")))
    return revisions(connection, [CORE.name, *sorted(names)])


def tables_of(connection: Connection, owners: Iterable[str]) -> list[Shape]:
    """The tables of these owners, each after those that it points at; without those of revisions."""
    names: list[str] = [
        name for owner in owners for name in own_tables(connection, Owner(owner, CORE.script_directory))
    ]
    return shapes(connection, sorted({*names} - made_by_sqlite(connection)))


def strangers(connection: Connection, owners: Iterable[str]) -> list[str]:
    """Tables that belong to none of these owners."""
    known = [Owner(name, CORE.script_directory) for name in owners]
    names = {*inspect(connection).get_table_names()} - made_by_sqlite(connection)
    return sorted(name for name in names if not any(owner.owns(name) for owner in known))


def plan_building(places: Places, wanted: Mapping[str, str | None]) -> list[Built]:
    """Owners in the order in which their tables are made; raises Conflict for one whose code is missing."""
    with_tables = [name for name in wanted if name != CORE.name and wanted[name]]
    found, missing = installed(places, with_tables)
    if missing:
        raise Conflict(CANNOT_BUILD, why=NO_CODE.fill(names=", ".join(missing)), fix=INSTALL)
    plugins = [Built(each.owner, wanted[each.name]) for each in found]
    for each in found:
        if each.owner.inline:
            load(each)  # its tables are those of its models
    return [Built(CORE, wanted[CORE.name]), *plugins]


def build(connection: Connection, owners: Iterable[Built]) -> None:
    """Make the tables, inside a transaction of `Database.migrating()`; raises MigrationError."""
    for item in owners:
        upgrade_owner(connection, item.owner, item.revision)
