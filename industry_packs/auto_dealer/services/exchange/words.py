"""What can be chosen for lines that were kept aside."""

from __future__ import annotations

from core.plugin_api import translations

_ = translations("auto_dealer")

STATES = {"waiting": _("Waits for a person"), "taken": _("Taken in"), "discarded": _("Discarded")}
STATE_TONES = {"waiting": "orange", "taken": "green", "discarded": "gray"}
