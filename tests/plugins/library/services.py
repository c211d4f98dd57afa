"""What the library does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.plugin_api import Change, FieldError, FieldErrors, Work, records, translations

_ = translations("library")

TOO_EARLY = _("It is due before today.")


def give_back(work: Work, id: int | None, _inputs: Mapping[str, Any]) -> int | None:
    """All books of a loan are there again."""
    records.update(work, "library.loans", [records.Update(id or 0, {"status": "returned"})])
    return id


def late(work: Work, changes: Sequence[Change]) -> Mapping[int, FieldErrors]:
    """Loans that would be due before they begin."""
    today = work.now.date()
    return {
        index: {"due_on": [FieldError("too_early", TOO_EARLY)]}
        for index, change in enumerate(changes)
        if change.before is None and change.after and (change.after["due_on"] or today) < today
    }
