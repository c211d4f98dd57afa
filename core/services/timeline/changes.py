"""The changes of a record as events, each with what was changed, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select, tuple_

from core.contracts.pages import Before
from core.data.models.journal import JournalEntry
from core.host.record_types import RecordType
from core.services.records.history import revived

if TYPE_CHECKING:
    from core.services.work import Work

Row = dict[str, Any]
LOOKED_AT = 200
"""Newer changes in which the value after a change is looked for; beyond it only the value before is told."""

SLACK = 20
"""How many more are read, so that they can be put in the order of their moments."""

UNKNOWN = object()
COLUMNS = (
    *("id", "at", "actor_id", "actor_name", "door", "cause", "operation", "version", "before", "details"),
)


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: `fields` maps a field to its values before and after, lines (`name`) only to None."""

    id: int
    at: datetime
    who: str
    door: str
    cause: str
    operation: str
    details: Mapping[str, Any]
    fields: Mapping[str, Mapping[str, Any] | None]


def changes(
    work: Work, record_type: RecordType, record: Mapping[str, Any], before: Before, limit: int
) -> list[Changed]:
    """The newest changes of a record (its own row as it stands) that are older than `before`."""
    statement = _of_record(record_type, record["id"])
    if before is not None:
        statement = statement.where(tuple_(JournalEntry.at, JournalEntry.id) < tuple_(*before))
    # An index walks the ids; moments go with them, but for those of transactions that waited for another one.
    ordered = statement.order_by(JournalEntry.id.desc()).limit(limit + SLACK)
    found = [dict(row) for row in work.session.execute(ordered).mappings()]
    entries = sorted(found, key=lambda row: (row["at"], row["id"]), reverse=True)[:limit]
    for entry in entries:
        entry["before"] = revived(record_type, entry["before"] or {})
    state = dict(record) if before is None else _state(work, record_type, record, entries)
    return [_changed(work, record_type, entry, state) for entry in entries]


def _of_record(record_type: RecordType, id: int) -> Select[Any]:
    columns = (getattr(JournalEntry, name) for name in COLUMNS)
    return select(*columns).where(JournalEntry.resource == record_type.name, JournalEntry.record_id == id)


def _state(
    work: Work, record_type: RecordType, record: Row | Mapping[str, Any], entries: Sequence[Row]
) -> Row:
    """The record as it was after the newest of these entries, as far as the next changes tell."""
    if not entries:
        return {}
    newest = entries[0]
    later = _of_record(record_type, record["id"]).with_only_columns(JournalEntry.before)
    later = later.where(tuple_(JournalEntry.at, JournalEntry.id) > tuple_(newest["at"], newest["id"]))
    ordered = later.order_by(JournalEntry.id).limit(LOOKED_AT)
    found = [revived(record_type, row or {}) for row in work.session.scalars(ordered)]
    state = dict(record) if len(found) < LOOKED_AT else dict.fromkeys(record, UNKNOWN)
    for before in reversed(found):
        state |= before
    return state


def _changed(work: Work, record_type: RecordType, entry: Row, state: Row) -> Changed:
    """One entry; `state` becomes what the record was before it."""
    before: Row = entry["before"]
    fields: dict[str, dict[str, Any]] = {
        name: {"before": value, "after": state.get(name, UNKNOWN)}
        for name, value in before.items()
        if name in record_type.fields and not record_type.fields[name].hidden
    }
    state |= before
    work.access.conceal_history(work.actor, record_type, fields)
    lines = {name: None for name in before if name in record_type.children}
    shown = {name: _known(change) for name, change in fields.items()}
    who, told = entry["actor_name"], entry["details"] or {}
    values = {name: entry[name] for name in ("id", "at", "door", "cause", "operation")}
    return Changed(who=who, details=told, fields={**shown, **lines}, **values)


def _known(change: Row) -> Row:
    """Without what is not known."""
    return {moment: value for moment, value in change.items() if value is not UNKNOWN}
