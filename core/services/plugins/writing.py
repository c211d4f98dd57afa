"""Write a plugin's next migration, for those who write plugins."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from core.contracts.base import Base
from core.data.autogenerate import new_migration
from core.data.engine import Database
from core.data.migrations import upgrade
from core.data.owners import CORE
from core.errors import MigrationError, PluginFault
from core.host.discovery import Found
from core.host.plugins import Assembly, StateOfPlugin
from core.labels import translations
from core.services.plugins.naming import require_found
from core.services.plugins.planning import closure
from core.services.work import App

_ = translations("core")

ONE_FILE = _("{name} is a plugin in one file, which has no migrations.")
FOLLOWS = _("Its tables follow its models; make it a folder to write migrations.")


def write_migration(app: App, name: str, message: str) -> Path:
    """Write what leads from the plugin's migrations to its models, and answer the new file.

    The company's database is not looked at: everything is tried on a scratch database. Raises NotFound,
    PluginFault for a plugin that cannot run, MigrationError if there is nothing to write.
    """
    found = require_found(app.places, name)
    if found.is_one_file:
        raise MigrationError(ONE_FILE.fill(name=name), why=FOLLOWS)
    assembly = _assembled(app, found)
    found.owner.script_directory.mkdir(exist_ok=True)
    with TemporaryDirectory(prefix="guanxi-migration-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'scratch.sqlite3'}")
        try:
            upgrade(database, [CORE, *(each.owner for each in assembly.plugins.running)])
            return new_migration(database, found.owner, Base.metadata, message)
        finally:
            database.dispose()


def _assembled(app: App, found: Found) -> Assembly:
    """The plugin put together with what it requires, so that its models are known."""
    assembly = app.assemble([StateOfPlugin(name=name) for name in closure(app, found, {})], 0)
    stopped = assembly.plugins.stopped.get(found.name)
    if stopped:
        raise PluginFault(found.name, "start", why=stopped.reason, fix=stopped.fix)
    return assembly
