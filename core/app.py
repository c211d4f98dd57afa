"""The composition root: settings in, a running application out. Nothing else puts the parts together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.builtin.plugin import CorePlugin
from core.config import Settings
from core.contracts.work import Actor
from core.data.engine import Database
from core.data.options import DatabaseOptions
from core.host.hooks import Hooks
from core.host.registry import Registry
from core.services.access import Access
from core.services.work import Platform


@dataclass(frozen=True, eq=False, kw_only=True)
class App(Platform):
    """One application: what every work shares, and the settings it runs with."""

    settings: Settings

    def system(self, door: str = "cli", name: str = "system") -> Actor:
        """The system itself, which may do everything: the machine's administrator, jobs."""
        return Actor(name=name, door=door)

    def close(self) -> None:
        """Let go of all connections."""
        self.database.dispose()


def build(settings: Settings, plugins: Mapping[str, object] = MappingProxyType({})) -> App:
    """Make the application that these settings describe; touches neither database nor network.

    `plugins` are the hook implementations of each owner, in dependency order; core's own come first.
    """
    hooks = Hooks()
    hooks.register("core", CorePlugin())
    for owner, implementations in plugins.items():
        hooks.register(owner, implementations)
    registry = Registry(hooks)
    options = DatabaseOptions(threads=settings.threads, lock_timeout=settings.lock_timeout)
    database = Database(settings.database_url, options)
    access = Access(registry, database)
    return App(database=database, hooks=hooks, registry=registry, access=access, settings=settings)
