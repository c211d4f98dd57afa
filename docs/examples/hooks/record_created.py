"""A task for the owner of every new customer, in the same transaction."""

# /// guanxi-plugin
# title = "Welcome"
# version = "1.0"
# ///

from collections.abc import Sequence

from core.plugin_api import Change, Work, hookimpl, records, translations

_ = translations("record_created")


@hookimpl(resource="customers")
def record_created(work: Work, changes: Sequence[Change]) -> None:
    """Called once for all customers of an operation; if the task cannot be saved, nothing is."""
    tasks = [
        {
            "type": "task",
            "subject": "Say welcome",
            "customer": change.id,
            "owner": (change.after or {})["owner"],
        }
        for change in changes
    ]
    records.create(work, "activities", tasks)
