"""The kinds of activities that core knows."""

from __future__ import annotations

from core.contracts.contributions import ActivityType
from core.labels import translations

_ = translations("core")

ACTIVITY_TYPES = (
    ActivityType(name="call", title=_("Call"), icon="phone", channel="phone"),
    ActivityType(name="meeting", title=_("Meeting"), icon="users", channel="meeting"),
    ActivityType(name="email", title=_("E-mail"), icon="mail", channel="email"),
    ActivityType(name="visit", title=_("Visit"), icon="map-pin", channel="visit"),
    ActivityType(name="task", title=_("Task"), icon="square-check"),
    ActivityType(name="note", title=_("Note"), icon="notebook-pen"),
)
