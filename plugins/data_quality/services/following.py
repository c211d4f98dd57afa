"""Following changes: what was written is examined in the same transaction, a list at once."""

from __future__ import annotations

from collections.abc import Sequence

from core.plugin_api import Change, Work, chunks, records
from plugins.data_quality.services.examining import examine, stand_anew

PART = 1_000


def follow(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Keep scores, standings and keys up to date with records that were created or changed."""
    if resource in ("customers", "contacts"):
        new = [change.after for change in changes if change.before is None and change.after]
        for written in chunks(new, PART):
            # What was just written is known whole.
            examine(work, resource, written, new=True)
        ids = [change.id for change in changes if change.before is not None and _matters(change)]
        for part in chunks(ids, PART):
            examine(work, resource, _load(work, resource, part))
    if resource in ("activities", "contacts"):
        stand_again(work, sorted({id for change in changes for id in _customers(change)}))


def examine_again(work: Work, ids: Sequence[int]) -> None:
    """Examine these customers once more, as something beside them has changed."""
    examine(work, "customers", _load(work, "customers", ids))


def stand_again(work: Work, ids: Sequence[int]) -> None:
    """The standing of customers of whom something was done."""
    for part in chunks(ids, PART):
        stand_anew(work, _load(work, "customers", part))


def _matters(change: Change) -> bool:
    return change.changed() or change.before == change.after


def _customers(change: Change) -> set[int]:
    sides = (change.before or {}, change.after or {})
    return {side["customer"] for side in sides if side.get("customer")}


def _load(work: Work, resource: str, ids: Sequence[int]) -> list[dict[str, object]]:
    """As they stand, whole: what is shown masked to somebody is judged as it is."""
    return records.load(work, work.registry.type_of(resource), ids)
