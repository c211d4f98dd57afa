"""All changes of a record, or those of one field: each with the value before, the date and the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.contracts.fields import Field
from core.contracts.pages import Visit
from core.services import records
from core.web.records.subject import Subject

if TYPE_CHECKING:
    from core.services.work import Work

AT_ONCE = 50


@dataclass(frozen=True, eq=False, slots=True)
class History:
    """Some changes, newest first, of one `field` if it is not empty; `more` is the address of older ones."""

    entries: Sequence[dict[str, Any]]
    fields: Sequence[Field]
    field: str
    more: str


def history_of(work: Work, visit: Visit, subject: Subject) -> History:
    """The changes that the address asks for."""
    record_type = subject.record_type
    before = visit.query.get("before", "")
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    entries = records.history(work, record_type, subject.id, limit=AT_ONCE, before_id=last)
    visible = work.access.field_rights(work.actor, record_type).visible
    fields = [field for field in record_type.public if field.name in visible and not field.read_only]
    wanted = visit.query.get("field", "")
    chosen = {"field": wanted} if wanted else {}
    more = subject.to("history", **chosen, before=str(entries[-1]["id"])) if len(entries) == AT_ONCE else ""
    shown = [_only(entry, wanted) for entry in entries if not wanted or wanted in entry["fields"]]
    return History(shown, fields, wanted, more)


def _only(entry: dict[str, Any], field: str) -> dict[str, Any]:
    """The entry with one field of it, if one is meant."""
    return {**entry, "fields": {field: entry["fields"][field]}} if field else entry
