"""The history of a record: every change with who, when, through which door, and both values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.contracts.choices import MoneyKind
from core.contracts.fields import Field
from core.contracts.kinds import DayKind, DecimalKind, Kind, MomentKind
from core.data.models.journal import JournalEntry
from core.errors import NotFound
from core.host.record_types import RecordType
from core.services.records.loading import load

if TYPE_CHECKING:
    from core.services.work import Work

Row = dict[str, Any]
MAX_ENTRIES = 1000
READERS: Mapping[type[Kind], Callable[[str], Any]] = MappingProxyType(
    {
        DecimalKind: Decimal,
        MoneyKind: Decimal,
        DayKind: date.fromisoformat,
        MomentKind: datetime.fromisoformat,
    }
)
"""How the journal's texts become values again."""
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
        entry["before"] = revived(record_type, entry["before"] or {})
        fields = _fields(entry, state)
        state |= entry["before"]
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


def revived(record_type: RecordType, before: Row) -> Row:
    """The journal's values before, as they were; those of fields that are no more stay as it holds them.

    Those of plugins that do not run are left out: nobody knows any longer who may see them.
    """
    found = {name: value for name, value in before.items() if "." not in name or name in record_type.fields}
    for name, value in found.items():
        if name in record_type.children:
            lines = record_type.children[name].fields
            found[name] = [
                {key: _value(lines.get(key), item) for key, item in line.items()} for line in value
            ]
        else:
            found[name] = _value(record_type.fields.get(name), value)
    return found


def _value(field: Field | None, written: Any) -> Any:
    """One value: the journal keeps numbers, dates and moments as texts."""
    read = READERS.get(type(field.kind)) if field else None
    return read(written) if read and isinstance(written, str) else written


def _fields(entry: Row, state: Mapping[str, Any]) -> dict[str, Row]:
    """What one change did: each field before and after. `state` is the record as it was right after it."""
    if entry["operation"] == "create":
        return {
            name: {"before": None, "after": value}
            for name, value in state.items()
            if name not in PASSING and value not in (None, [], "")
        }
    return {name: {"before": value, "after": state.get(name)} for name, value in entry["before"].items()}


def _described(entry: Row, fields: dict[str, Row]) -> Row:
    actor = {"id": entry.pop("actor_id"), "name": entry.pop("actor_name")}
    entry.pop("before")
    return {**entry, "actor": actor, "fields": fields}
