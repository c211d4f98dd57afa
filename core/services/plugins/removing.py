"""Remove a plugin: disabled, archived, then dropped in one transaction, with nothing of it left."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.contracts.work import Actor
from core.data.migrations import downgrade_owner
from core.data.schema import read_schema, require_nothing_left
from core.errors import Conflict, MigrationError
from core.labels import translations
from core.services import processes
from core.services.archives.passing import Report, forget
from core.services.plugins import enabling, leftovers, planning, states
from core.services.plugins.archive import Manifest
from core.services.plugins.archiving import Subject, describe, write_archive
from core.services.plugins.changing import changing, refuse
from core.services.plugins.planning import Plan
from core.services.work import App

_ = translations("core")

FOLDER = "archives"
PATIENCE = 60.0
"""Seconds to wait for the processes that still run the plugin."""

CANNOT_REMOVE = _("The plugin {name} cannot be removed; nothing was changed.")
WRITTEN_MEANWHILE = _("Rows of {name} were written after they were archived; nothing was removed.")
WHO_WRITES = _("Look for who writes past Guanxi, and try again.")


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed, and where it is kept."""

    archive: Path
    manifest: Manifest


def remove(
    app: App, actor: Actor, plan: Plan, report: Report = lambda _rows: None, patience: float = PATIENCE
) -> Removed:
    """Do what `plan_removing` found.

    Disabling and dropping are a transaction each; between them every process lets go of the plugin, and the
    archive is written. Raises Conflict while others need the plugin, Busy if a process does not let go.
    """
    refuse(CANNOT_REMOVE.fill(name=plan.name), plan.conflicts)
    generation = _disabled(app, actor, plan)
    processes.wait_until_all_at(app.database, app.clock, generation, patience)
    subject, now = _subject(app, plan.name), app.clock()
    path, manifest = write_archive(app.database, subject, app.settings.home / FOLDER, now, report)
    try:
        _drop(app, actor, generation, subject, manifest)
    except (Conflict, MigrationError):  # raised before the commit only: all is still in the database
        path.unlink()
        raise
    return Removed(path, manifest)


def _disabled(app: App, actor: Actor, plan: Plan) -> int:
    """Make sure that it is disabled; the generation in which it is."""
    with app.database.reading() as connection:
        if not states.stored(connection)[plan.name].is_enabled:
            return plan.generation
    enabling.disable(app, actor, planning.plan_disabling(app, plan.name))
    return plan.generation + 1


def _subject(app: App, name: str) -> Subject:
    types = app.registry.types.values()
    tables = {item.name: item.model.__tablename__ for item in types if item.resource.owner == name}
    with app.database.reading() as connection:
        return Subject(
            owner=planning.owner_of(app, name), stored=states.stored(connection)[name], resources=tables
        )


def _drop(app: App, actor: Actor, generation: int, subject: Subject, manifest: Manifest) -> None:
    owner, name = subject.owner, subject.owner.name
    with changing(app, actor, generation) as (connection, work):
        now = describe(connection, app.database.kind, subject, manifest.at, forget, lambda _rows: None)
        if now != manifest:
            raise Conflict(WRITTEN_MEANWHILE.fill(name=name), fix=WHO_WRITES)
        downgrade_owner(connection, owner, None)
        leftovers.forget(connection, name)
        require_nothing_left(owner, read_schema(connection))
        work.record("plugin_removed", name, {"version": manifest.version, "rows": dict(manifest.rows)})
