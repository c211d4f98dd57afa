"""The history of a record: every change with who, when, through which door, and both values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.data.models.journal import JournalEntry
from core.errors import NotFound
from core.host.record_types import RecordType
from core.services.records.loading import load

if TYPE_CHECKING:
    from core.services.work import Work

Row = dict[str, Any]
MAX_ENTRIES = 1000
PASSING = frozenset({"id", "version", "created_at", "updated_at", "created_by"})


def history(
    work: Work, resource: Any, id: int, *, limit: int = 50, before_id: int | None = None
) -> list[Row]:
    """The changes of one visible record, newest first, at most `limit`, older than the entry `before_id`.

    Each is `{id, at, actor, door, cause, operation, version, fields: {name: {before, after}}}`; fields that
    the actor may not see are left out, masked ones stay masked.
    """
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("view"))
    rows = load(work, record_type, [id])
    if not rows:
        raise NotFound()
    state = rows[0]
    shown: list[Row] = []
    for entry in _entries(work, record_type, id):
        fields = _fields(entry, state)
        state |= entry["before"] or {}
        if before_id is None or entry["id"] < before_id:
            work.access.conceal_history(work.actor, record_type, fields)
            shown.append(_described(entry, fields))
        if len(shown) == limit:
            break
    return shown


def _entries(work: Work, record_type: RecordType, id: int) -> list[Row]:
    """The journal's rows of one record, newest first."""
    names = (
        "id",
        "at",
        "actor_id",
        "actor_name",
        "door",
        "cause",
        "operation",
        "version",
        "before",
        "details",
    )
    statement = (
        select(*(getattr(JournalEntry, name) for name in names))
        .where(JournalEntry.resource == record_type.name, JournalEntry.record_id == id)
        .order_by(JournalEntry.id.desc())
        .limit(MAX_ENTRIES)
    )
    return [dict(zip(names, row, strict=True)) for row in work.session.execute(statement)]


def _fields(entry: Row, state: Mapping[str, Any]) -> dict[str, Row]:
    """What one change did: each field before and after. `state` is the record as it was right after it."""
    if entry["operation"] == "create":
        return {
            name: {"before": None, "after": value}
            for name, value in state.items()
            if name not in PASSING and value not in (None, [], "")
        }
    return {
        name: {"before": value, "after": state.get(name)} for name, value in (entry["before"] or {}).items()
    }


def _described(entry: Row, fields: dict[str, Row]) -> Row:
    actor = {"id": entry.pop("actor_id"), "name": entry.pop("actor_name")}
    entry.pop("before")
    return {**entry, "actor": actor, "fields": fields}
