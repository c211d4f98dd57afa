"""The words that leads are described with."""

from __future__ import annotations

from core.plugin_api import translations

_ = translations("sales")

NEW, WON, LOST = "new", "won", "lost"
STAGES = {
    NEW: _("New"),
    "contacted": _("Contacted"),
    "qualified": _("Qualified"),
    "meeting": _("Meeting"),
    "proposal": _("Proposal"),
    WON: _("Won"),
    LOST: _("Lost"),
}
STAGE_TONES = {WON: "green", LOST: "gray"}
CLOSED = (WON, LOST)
OPEN = tuple(name for name in STAGES if name not in CLOSED)
BEGUN = (NEW, "contacted")
"""Stages that a lead leaves when it becomes a customer."""
LOST_REASONS = {
    "not_reached": _("Could not be reached"),
    "no_need": _("No need"),
    "price": _("Price"),
    "competitor": _("Bought elsewhere"),
    "timing": _("Not now"),
    "not_serious": _("Not serious"),
    "duplicate": _("Asked twice"),
    "other": _("Other"),
}
METHODS = {
    "round_robin": _("In turn"),
    "by_load": _("Who has the fewest open leads"),
    "fixed": _("The first who is there"),
}
WAITING = {
    "no_route": _("No rule fits"),
    "nobody_there": _("Nobody of the rule is there"),
    "nobody_answered": _("Nobody else is left to answer"),
}
WEEKDAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
