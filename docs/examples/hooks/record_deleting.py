"""Customers with a web site are not deleted."""

# /// guanxi-plugin
# title = "Keep"
# version = "1.0"
# ///

from collections.abc import Sequence

from core.plugin_api import Change, Work, hookimpl, invalid, translations

_ = translations("record_deleting")

KEEP = _("A customer with a web site is not deleted.")


@hookimpl(resource="customers")
def record_deleting(work: Work, changes: Sequence[Change]) -> None:
    """Raise Invalid to refuse; all of the operation or nothing is deleted."""
    if any((change.before or {})["website"] for change in changes):
        raise invalid("id", "keep", KEEP)
