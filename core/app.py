"""The composition root: settings in, a running application out. Nothing else puts the parts together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import inspect

from core.builtin.plugin import CorePlugin
from core.config import Settings
from core.data.engine import Database
from core.data.models import PluginState
from core.data.options import DatabaseOptions
from core.data.owners import revisions
from core.host.discovery import Places
from core.host.hooks import Hooks
from core.host.plugins import Assembly, Plugins, StateOfPlugin, assemble
from core.host.registry import Registry
from core.host.translations import catalogues_of
from core.host.watching import Watch
from core.services.access import Access, Catalogue
from core.services.actors import Actors
from core.services.plugins import states
from core.services.plugins.states import Stored
from core.services.work import App

PROGRAM = Path(__file__).parents[1]
"""The folder that core, plugins and industry packs lie in."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What is the same in all applications with the same plugins."""

    assembly: Assembly
    catalogue: Catalogue

    @classmethod
    def of(cls, assembly: Assembly) -> Parts:
        """With what rights ask of these plugins."""
        return cls(assembly, Catalogue(assembly.registry, assembly.plugins.closed))


def build(
    settings: Settings,
    plugins: Mapping[str, object] | Parts | None = None,
    *,
    safe: bool = False,
    watch: Watch | None = None,
) -> App:
    """Make the application that these settings describe, with the plugins that its database says are enabled.

    `plugins` are hook implementations by owner, in dependency order, or those put together before
    (`parts_of`): with them the database is not asked.
    `safe` leaves all plugins out. A plugin that cannot run is named in `App.plugins`. `watch` learns which
    hooks run.
    """
    database = Database(settings.database_url, _options(settings))
    places = Places(PROGRAM, settings.home / "plugins")
    assembler = partial(assemble, places=places, core=CorePlugin(), make_hooks=partial(Hooks, watch))
    if plugins is None:
        enabled, generation = _enabled(database)
        parts = Parts.of(assembler(enabled, generation, safe=safe))
        database.expected_generation = generation
    else:
        parts = plugins if isinstance(plugins, Parts) else parts_of(plugins)
    assembly = parts.assembly
    return App(
        settings=settings,
        database=database,
        hooks=assembly.hooks,
        registry=assembly.registry,
        plugins=assembly.plugins,
        catalogues=catalogues_of(assembly.plugins.running),
        access=Access(parts.catalogue, database, hooks=assembly.hooks),
        actors=Actors(database),
        places=places,
        assemble=assembler,
    )


def parts_of(plugins: Mapping[str, object]) -> Parts:
    """Core with exactly these; a fault of one is raised."""
    hooks = hooks_of(plugins)
    return Parts.of(Assembly(hooks, Registry(hooks), Plugins()))


def hooks_of(plugins: Mapping[str, object]) -> Hooks:
    """The hooks of core and of these."""
    hooks = Hooks()
    for owner, implementations in {"core": CorePlugin(), **plugins}.items():
        hooks.register(owner, implementations)
    return hooks


def _enabled(database: Database) -> tuple[list[StateOfPlugin], int]:
    """The plugins that are to run, and their generation; none where there is no database yet."""
    if database.path and not database.path.exists():
        return [], 0
    with database.reading() as connection:
        if not inspect(connection).has_table(PluginState.__tablename__):
            return [], 0
        # In this order: a change in between is noticed by the first transaction that writes.
        generation, kept = states.generation(connection), states.stored(connection)
        enabled = [item for item in kept.values() if item.is_enabled]
        present = revisions(connection, [item.name for item in enabled])
    return [_state(item, present[item.name]) for item in enabled], generation


def _state(kept: Stored, revision: str | None) -> StateOfPlugin:
    return StateOfPlugin(name=kept.name, restricts=kept.restricts, looks_at_tables=True, revision=revision)


def _options(settings: Settings) -> DatabaseOptions:
    return DatabaseOptions(
        threads=settings.threads,
        lock_timeout=settings.lock_timeout,
        statement_timeout=settings.statement_timeout,
        prepare_threshold=settings.prepare_threshold,
    )
