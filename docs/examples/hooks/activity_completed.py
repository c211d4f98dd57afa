"""After a visit comes a call."""

# /// guanxi-plugin
# title = "Follow up"
# version = "1.0"
# ///

from collections.abc import Sequence
from datetime import timedelta

from core.plugin_api import Change, Work, hookimpl, records


@hookimpl()
def activity_completed(work: Work, changes: Sequence[Change]) -> None:
    """Called for all activities that are done now, whichever kind they are."""
    visits = [change.after or {} for change in changes if (change.after or {})["type"] == "visit"]
    calls = [
        {
            "type": "call",
            "subject": "Was the visit helpful?",
            "customer": visit["customer"],
            "due_at": work.now + timedelta(days=7),
        }
        for visit in visits
    ]
    records.create(work, "activities", calls)
