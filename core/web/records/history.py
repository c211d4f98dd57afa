"""All changes of a record, or those of one field: each with the value before, the date and the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.contracts.fields import Field
from core.contracts.pages import Visit
from core.services.timeline import CHANGES, Changed, Position, changes
from core.web.records.subject import Subject

if TYPE_CHECKING:
    from core.services.work import Work

AT_ONCE, LOOKED_AT = 50, 500


@dataclass(frozen=True, eq=False, slots=True)
class History:
    """Some changes, newest first, of one `field` if it is not empty; `more` is the address of older ones."""

    entries: Sequence[Changed]
    fields: Sequence[Field]
    field: str
    more: str


def history_of(work: Work, visit: Visit, subject: Subject) -> History:
    """The changes that the address asks for."""
    record_type, wanted = subject.record_type, visit.query.get("field", "")
    text = visit.query.get("before", "")
    start = Position.read(text) if text else None
    before = (start.at, start.id) if start else None
    limit = LOOKED_AT if wanted else AT_ONCE
    entries = changes(work, record_type, subject.row, before, limit + 1)
    visible = work.access.field_rights(work.actor, record_type).visible
    fields = [field for field in record_type.public if field.name in visible and not field.read_only]
    chosen = {"field": wanted} if wanted else {}
    more = subject.to("history", **chosen, before=_end(entries[limit - 1])) if len(entries) > limit else ""
    shown = [_only(entry, wanted) for entry in entries[:limit] if not wanted or wanted in entry.fields]
    return History(shown, fields, wanted, more)


def _end(entry: Changed) -> str:
    return str(Position(entry.at, CHANGES, entry.id))


def _only(entry: Changed, field: str) -> Changed:
    """The entry with one field of it, if one is meant."""
    return replace(entry, fields={field: entry.fields[field]}) if field else entry
