"""The composition root: settings in, a running application out. Nothing else puts the parts together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.builtin.plugin import CorePlugin
from core.config import Settings
from core.data.engine import Database
from core.data.options import DatabaseOptions
from core.host.hooks import Hooks
from core.host.registry import Registry
from core.services.access import Access
from core.services.actors import Actors
from core.services.work import App


def build(settings: Settings, plugins: Mapping[str, object] = MappingProxyType({})) -> App:
    """Make the application that these settings describe; touches neither database nor network.

    `plugins` are the hook implementations of each owner, in dependency order; core's own come first.
    """
    hooks = Hooks()
    hooks.register("core", CorePlugin())
    for owner, implementations in plugins.items():
        hooks.register(owner, implementations)
    registry = Registry(hooks)
    database = Database(settings.database_url, _options(settings))
    access = Access(registry, database)
    return App(
        settings=settings,
        database=database,
        hooks=hooks,
        registry=registry,
        access=access,
        actors=Actors(database),
    )


def _options(settings: Settings) -> DatabaseOptions:
    return DatabaseOptions(
        threads=settings.threads,
        lock_timeout=settings.lock_timeout,
        statement_timeout=settings.statement_timeout,
        prepare_threshold=settings.prepare_threshold,
    )
