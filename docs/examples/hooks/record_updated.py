"""A note in the timeline whenever a customer moves."""

# /// guanxi-plugin
# title = "Moves"
# version = "1.0"
# ///

from collections.abc import Sequence

from core.plugin_api import Change, Work, hookimpl, records


@hookimpl(resource="customers")
def record_updated(work: Work, changes: Sequence[Change]) -> None:
    """`before` and `after` are the whole record, by flat names."""
    notes = [
        {"type": "note", "subject": f"Moved to {(change.after or {})['city']}", "customer": change.id}
        for change in changes
        if change.changed("city")
    ]
    records.create(work, "activities", notes)
