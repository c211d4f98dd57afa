"""The program itself stops a plugin: one that hangs, or fails in what must not fail."""

from __future__ import annotations

import uuid
from datetime import datetime

from core.data.engine import Database
from core.data.models.plugin import PluginState
from core.labels import translations
from core.services.plugins import states

_ = translations("core")

LONGEST = PluginState.paused_because.type.length
NEEDED = _("It requires {name}, which was stopped: {reason}")


def stop(database: Database, name: str, reason: str, now: datetime) -> None:
    """Disable a plugin and all that need it, and say why; its data stay. Nothing if it is not enabled.

    One transaction: states, generation and journal. May be called while a process runs an old generation.
    """
    with database.changing_plugins(schema=False) as connection:
        found = states.stored(connection).get(name)
        if found is None or not found.is_enabled:
            return
        because = NEEDED.fill(name=name, reason=reason)
        reasons = {other: _cut(because) for other in states.dependents(connection, name)} | {
            name: _cut(reason)
        }
        uid = uuid.uuid4().hex
        for stopped, why in reasons.items():
            states.disable(connection, [stopped], now, why)
            states.note(connection, "plugin_stopped", stopped, now, uid, reason=why)
        states.grow(connection)


def _cut(text: str) -> str:
    return str(text)[:LONGEST]
