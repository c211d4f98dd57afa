"""Hooks that hung: each costs the life of a process; after the second one the plugin is stopped."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Connection, update

from core.data.engine import Database
from core.data.models.plugin import PluginState
from core.labels import translations
from core.services.plugins import states
from core.services.plugins.stopping import stop

_ = translations("core")

MOST = 2
"""Processes that a plugin may cost until it is stopped."""

REASON = _("A process was ended {count} times because of its hooks, at last {hook} after {seconds} seconds.")


def count_kill(database: Database, name: str, hook: str, seconds: float, now: datetime) -> None:
    """Count against a plugin that a process was killed because of its `hook`; stop it if it is too often."""
    with database.writing() as connection:
        count = _counted(connection, name)
        states.note(connection, "plugin_hung", name, now, uuid.uuid4().hex, hook=hook, seconds=seconds)
    if count >= MOST:
        stop(database, name, REASON.fill(count=count, hook=hook, seconds=f"{seconds:g}"), now)


def _counted(connection: Connection, name: str) -> int:
    statement = update(PluginState).where(PluginState.name == name).values(faults=PluginState.faults + 1)
    return connection.scalar(statement.returning(PluginState.faults)) or 0
