"""Timelines: everything that happened with a record, in one stream, newest first."""

from core.services.timeline.activities import has_activities, planned, types_of
from core.services.timeline.changes import Changed, changes
from core.services.timeline.reading import (
    ACTIVITIES,
    CHANGES,
    Event,
    Kind,
    Position,
    Stretch,
    kinds_of,
    read_timeline,
)

__all__ = [
    "ACTIVITIES",
    "CHANGES",
    "Changed",
    "Event",
    "Kind",
    "Position",
    "Stretch",
    "changes",
    "has_activities",
    "kinds_of",
    "planned",
    "read_timeline",
    "types_of",
]
