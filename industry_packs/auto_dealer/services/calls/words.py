"""What can be chosen for follow-up calls."""

from __future__ import annotations

from core.plugin_api import translations

_ = translations("auto_dealer")

KINDS = {"delivery": _("Delivery"), "repair": _("Repair")}
STATES = {
    "open": _("To be called"),
    "escalated": _("Handed to the manager"),
    "reached": _("Reached"),
    "declined": _("Does not want calls"),
    "cancelled": _("Not needed any more"),
}
STATE_TONES = {
    "open": "blue",
    "escalated": "red",
    "reached": "green",
    "declined": "orange",
    "cancelled": "gray",
}
LEFT = ("open", "escalated")
"""Calls that are still owed."""
RESULTS = {
    "reached": STATES["reached"],
    "unreached": _("Not reached"),
    "declined": STATES["declined"],
}
