"""The journal as a list: who changed what, when, and through which door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Row, select

from core.data.models import JournalEntry
from core.services.entry_pages import EntryPage, read_page
from core.services.work import Work

VIEW = "core.changes.view"
SYSTEM = 0
"""Stands for the system itself where entries of one user are asked for."""

NAMES = (
    *("id", "at", "actor_id", "actor_name", "door", "cause", "operation", "resource", "record_id"),
    *("customer_id", "version", "before", "details"),
)


@dataclass(frozen=True, kw_only=True)
class ChangesQuery:
    """Which entries: of one record or kind of record, of one user (`SYSTEM` for none), of a span of time.

    `before_id` goes on after the last entry of the page before; the newest come first.
    """

    resource: str | None = None
    record_id: int | None = None
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    limit: int = 50
    before_id: int | None = None

    def criteria(self) -> Iterator[ColumnElement[bool]]:
        """What entries must be like."""
        entry = JournalEntry
        if self.resource is not None:
            yield entry.resource == self.resource
        if self.record_id is not None:
            yield entry.record_id == self.record_id
        if self.actor_id is not None:
            yield entry.actor_id.is_(None) if self.actor_id == SYSTEM else entry.actor_id == self.actor_id
        if self.since is not None:
            yield entry.at >= self.since
        if self.until is not None:
            yield entry.at < self.until
        if self.before_id is not None:
            yield entry.id < self.before_id


def list_changes(work: Work, query: ChangesQuery) -> EntryPage:
    """The entries that the actor may see, newest first; of fields only the names, as far as he may read them.

    Raises Forbidden without the right to see the journal, NotFound for an unknown kind of record.
    """
    work.require(VIEW)
    if query.resource is not None:
        work.registry.type_of(query.resource)
    columns = [getattr(JournalEntry, name) for name in NAMES]
    statement = select(*columns).where(*query.criteria()).order_by(JournalEntry.id.desc())
    return read_page(work, statement, query.limit, partial(_described, work))


def _described(work: Work, found: Sequence[Row[Any]]) -> list[dict[str, Any]]:
    """Entries as they are answered."""
    return [_one(work, dict(zip(NAMES, row, strict=True))) for row in found]


def _one(work: Work, entry: dict[str, Any]) -> dict[str, Any]:
    """The actor as one, and the names of the fields that changed."""
    actor = {"id": entry.pop("actor_id"), "name": entry.pop("actor_name")}
    changed = entry.pop("before") or {}
    return {**entry, "actor": actor, "fields": _readable(work, entry["resource"], changed)}


def _readable(work: Work, resource: str | None, changed: dict[str, Any]) -> list[str]:
    """Those of the changed fields that the actor may see; of unknown kinds of records none."""
    record_type = work.registry.types.get(resource or "")
    if record_type is None:
        return []
    visible = work.access.field_rights(work.actor, record_type).visible | record_type.children.keys()
    return [name for name in changed if name in visible]
