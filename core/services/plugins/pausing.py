"""A plugin that fails in a transaction, and whose manifest asks for it, is disabled by itself."""

from __future__ import annotations

from datetime import datetime

from core.data.engine import Database
from core.errors import PluginFault
from core.host.plugins import Plugins
from core.labels import translations
from core.services.plugins.stopping import stop

_ = translations("core")

PAUSED = _("The plugin was disabled, as its manifest asks for (on_fault). Try again in a moment.")


def pause_if_wanted(plugins: Plugins, database: Database, fault: PluginFault, now: datetime) -> None:
    """Disable the plugin that failed, in a transaction of its own, if it says `on_fault = "pause"`.

    Called after what it took part in was rolled back. The error says then that it may be tried again.
    """
    found = plugins.named(fault.plugin)
    if found and found.manifest and found.manifest.on_fault == "pause":
        stop(database, fault.plugin, str(fault), now)
        fault.fix = PAUSED
