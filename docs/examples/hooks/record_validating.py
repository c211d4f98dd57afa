"""Refuse what must not be saved, and fill in what can be worked out."""

# /// guanxi-plugin
# title = "Addresses"
# version = "1.0"
# ///

from collections.abc import Mapping, Sequence
from typing import Any

from core.plugin_api import Change, FieldError, Work, hookimpl, translations

_ = translations("record_validating")

NO_POSTCODE = FieldError("postcode_needed", _("A street in Germany needs a postcode."))


@hookimpl(resource="customers")
def record_validating(work: Work, changes: Sequence[Change]) -> Mapping[int, Mapping[str, Any]]:
    """By index of the change and by field: a list of errors, or the value to save instead."""
    answers: dict[int, Mapping[str, Any]] = {}
    for index, change in enumerate(changes):
        after = change.after or {}
        if after.get("country") == "DE" and after.get("street") and not after.get("postcode"):
            answers[index] = {"postcode": [NO_POSTCODE]}
        elif after.get("city") == "Peking":
            answers[index] = {"city": "Beijing"}
    return answers
