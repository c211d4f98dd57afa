"""A note in the timeline of a customer that says which other one it was."""

# /// guanxi-plugin
# title = "Two in one"
# version = "1.0"
# ///

from collections.abc import Sequence

from core.plugin_api import Merge, Work, hookimpl, records


@hookimpl(resource="customers")
def records_merged(work: Work, merges: Sequence[Merge]) -> None:
    """All links lead to the kept record by now; `lost_values` is what the other one was."""
    notes = [
        {"type": "note", "subject": f"Was {merge.lost_values['name']} too", "customer": merge.kept}
        for merge in merges
    ]
    records.create(work, "activities", notes)
