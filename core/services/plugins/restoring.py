"""Bring a removed plugin back from its archive: all rows or none, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert

from core.contracts.work import Actor
from core.data.exact_rows import Shape, own_tables, shapes_of
from core.data.history import load_history
from core.data.migrations import upgrade_owner
from core.data.models import PluginState
from core.data.owners import require_upgraded
from core.data.restoring_rows import Stage, set_last_ids, translator
from core.errors import ArchiveError, MigrationError
from core.host.discovery import Found
from core.host.loading import load
from core.labels import translations
from core.services.archives.parts import Part
from core.services.archives.passing import Report
from core.services.plugins import kept_rows, naming, states
from core.services.plugins.archive import TABLE, Manifest
from core.services.plugins.changing import changing, refuse
from core.services.plugins.left_out import LeftOutFile
from core.services.plugins.planning import Problem
from core.services.plugins.unpacking import Archive
from core.services.work import App, Work

_ = translations("core")

CANNOT_RESTORE = _("The plugin {name} cannot be restored; nothing was changed.")
IS_THERE = _("It is {state}.")
REMOVE_FIRST = _("Remove it first: guanxi plugin remove {name}")
TABLES_THERE = _("There are tables that belong to it: {names}.")
DROP_THEM = _("Nobody knows whose they are; take them away if they are of no use.")
REQUIRES = _("It requires the plugin {name}, which has nothing in this database.")
ENABLE_FIRST = _("Enable or restore it first: guanxi plugin enable {name}")
OTHER_TABLES = _("Its tables at revision {revision} are not those of the archive: {names}.")
SAME_CODE = _("Install the code that wrote the archive.")


@dataclass(frozen=True, slots=True)
class Restoring:
    """What is to be restored, and what is in the way."""

    archive: Archive
    found: Found
    generation: int
    conflicts: tuple[Problem, ...]

    @property
    def manifest(self) -> Manifest:
        """What the archive says of itself."""
        return self.archive.manifest


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored: rows by table, and those that were left out, with the file that keeps them."""

    rows: Mapping[str, int]
    left_out: Mapping[str, int]
    left_out_file: Path | None


def plan_restoring(app: App, archive: Archive) -> Restoring:
    """Look at every row of the archive and at the database.

    Raises ArchiveError, and NotFound if the plugin's code is not there.
    """
    archive.verify()
    manifest = archive.manifest
    found = naming.require_found(app.places, manifest.plugin)
    with app.database.reading() as connection:
        require_upgraded(connection)
        generation = states.generation(connection)
        conflicts = tuple(_conflicts(connection, manifest, found))
    return Restoring(archive, found, generation, conflicts)


def restore(app: App, actor: Actor, plan: Restoring, report: Report = lambda _rows: None) -> Restored:
    """Build the archive's revision, load its rows, upgrade them; the plugin is disabled then.

    Rows that point at a record which is gone are left out, with those that point at them. Raises Conflict for
    a plan with conflicts; MigrationError, ArchiveError or PluginFault for what fails on the way.
    """
    manifest, found = plan.manifest, plan.found
    refuse(CANNOT_RESTORE.fill(name=manifest.plugin), plan.conflicts)
    if found.owner.inline:
        load(found)  # its tables are those of its models
    with (
        LeftOutFile(plan.archive.path) as left_out,
        changing(app, actor, plan.generation) as (connection, work),
    ):
        loader = _Loader(plan.archive, connection, app.database.kind, left_out, report)
        upgrade_owner(connection, found.owner, manifest.revision)
        loader.load_tables(shapes_of(connection, found.owner), exactly=not found.owner.inline)
        loader.load_kept(work)
        upgrade_owner(connection, found.owner)
        _store(connection, plan, work)
        left_out.settle()
    return Restored(loader.rows, left_out.counts, left_out.path if left_out.counts else None)


def _conflicts(connection: Connection, manifest: Manifest, found: Found) -> Iterator[Problem]:
    name, kept = manifest.plugin, states.stored(connection)
    if name in kept:
        yield IS_THERE.fill(state=kept[name].state), REMOVE_FIRST.fill(name=name)
    elif tables := own_tables(connection, found.owner):
        yield TABLES_THERE.fill(names=", ".join(tables)), DROP_THEM
    if found.problem:
        yield found.problem, found.fix
    for needed in dict.fromkeys((*manifest.requires, *found.requires)):
        if needed not in kept:
            yield REQUIRES.fill(name=needed), ENABLE_FIRST.fill(name=needed)
    if manifest.revision and not found.owner.inline:
        try:
            load_history(found.owner).since(manifest.revision)
        except MigrationError as error:
            yield f"{error.message} {error.why}", error.fix


@dataclass
class _Loader:
    """Rows on their way from the archive into the database."""

    archive: Archive
    into: Connection
    kind: str
    left_out: LeftOutFile
    report: Report

    def __post_init__(self) -> None:
        self.rows: dict[str, int] = {}
        self._read = 0

    def load_tables(self, found: Sequence[Shape], *, exactly: bool) -> None:
        """All tables of the plugin, each after those that it points at."""
        self._check(found, exactly=exactly)
        for shape in found:
            if part := self.archive.manifest.tables.get(shape.name):
                rows = self._rows(TABLE.format(name=shape.name), part)
                if self.archive.manifest.database != self.kind:
                    rows = map(translator(shape, part.columns, self.kind), rows)
                self.rows[shape.name] = self._load(shape, part.columns, rows)
                set_last_ids(self.into, shape, part.last)

    def load_kept(self, work: Work) -> None:
        """What core keeps about the plugin."""
        for shape, columns, rows in kept_rows.sources(self.archive, self.into, work, self._rows):
            self._load(shape, columns, rows)
        kept_rows.drop_dangling(self.into, self.archive.manifest)

    def _load(self, shape: Shape, columns: Sequence[str], rows: Iterator[tuple[Any, ...]]) -> int:
        """Answers how many rows there are now."""
        stage = Stage(self.into, shape, tuple(columns))
        stage.fill(rows)
        for row in stage.take_orphans():
            self.left_out.add(row)
        return stage.move()

    def _rows(self, name: str, part: Part) -> Iterator[tuple[Any, ...]]:
        for row in self.archive.rows(name, part):
            self._read += 1
            self.report(self._read)
            yield row

    def _check(self, found: Sequence[Shape], *, exactly: bool) -> None:
        """The tables must be those of the archive; a plugin in one file may have new columns and tables."""
        manifest = self.archive.manifest
        archived = {(name, column) for name, part in manifest.tables.items() for column in part.columns}
        archived |= {(name, "") for name in manifest.tables}
        built = {(each.name, column) for each in found for column in (*each.columns, "")}
        odd = built ^ archived if exactly else archived - built
        if odd:
            names = ", ".join(sorted(f"{name}.{column}".rstrip(".") for name, column in odd))
            why = OTHER_TABLES.fill(revision=manifest.revision or "-", names=names)
            raise ArchiveError(CANNOT_RESTORE.fill(name=manifest.plugin), why=why, fix=SAME_CODE)


def _store(connection: Connection, plan: Restoring, work: Work) -> None:
    manifest, found = plan.manifest, plan.found
    row = {
        "name": manifest.plugin,
        "state": states.DISABLED,
        "version": found.manifest.version if found.manifest else manifest.version,
        "requires": list(dict.fromkeys((*manifest.requires, *found.requires))),
        "restricts": list(manifest.restricts),
        "changed_at": work.now,
    }
    connection.execute(insert(PluginState).values(row))
    details = {"archive": plan.archive.path.name, "rows": dict(manifest.rows)}
    work.record("plugin_restored", manifest.plugin, details)
