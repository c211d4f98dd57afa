"""The names of what sales declares, as records, hooks and jobs know them."""

from __future__ import annotations

LEADS = "sales.leads"
ROUTES = "sales.routes"
ABSENCES = "sales.absences"
ACTIVITIES = "activities"
CLOCK = "sales.clock"
CAUSE = "sales"
"""What the journal names for what follows by itself: whoever does it looks after what follows from it."""
LOCK = "sales.routing"
