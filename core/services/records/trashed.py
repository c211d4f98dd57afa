"""What is in the trash: the records of one kind that the actor may take out of it, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Float, func, literal, select, tuple_

from core.data.models.journal import JournalEntry
from core.services.chunks import chunks

if TYPE_CHECKING:
    from core.services.work import Work

BEGINNING = datetime.min.replace(tzinfo=UTC)
RARELY = literal(0.000001, Float(), literal_execute=True)
WHY = "who may restore a record is told who has deleted it"


@dataclass(frozen=True, slots=True)
class Trashed:
    """A record in the trash: what it is called, when it went there, and who did that."""

    id: int
    label: str
    at: datetime
    who: str


def trashed(
    work: Work, resource: Any, limit: int, before: tuple[datetime, int] | None = None
) -> list[Trashed]:
    """The records of a type in the trash that are older there than `before`; needs the right to delete."""
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("delete"))
    model, label = record_type.model, record_type.resource.label
    rights = work.access.field_rights(work.actor, record_type)
    named = record_type.attribute(label) if label in rights.readable else model.id
    statement = select(model.id, named, model.deleted_at).where(model.deleted_at.is_not(None))
    if before is not None:
        statement = statement.where(tuple_(model.deleted_at, model.id) < tuple_(*before))
    if work.app.database.kind == "sqlite":
        # It has counted nothing, and would look at all records that rights may let one see.
        statement = statement.where(func.likelihood(model.deleted_at > BEGINNING, RARELY))
    ordered = statement.order_by(model.deleted_at.desc(), model.id.desc()).limit(limit)
    options: dict[str, Any] = {"guanxi_trash": True, "guanxi_action": "delete"}
    rows = work.session.execute(ordered.execution_options(**options)).all()
    who = _who(work, record_type.name, [row.id for row in rows])
    return [Trashed(id, str(name or f"#{id}"), at, who.get(id, "")) for id, name, at in rows]


def _who(work: Work, resource: str, ids: list[int]) -> dict[int, str]:
    """Who has deleted each of these, the last time."""
    found: dict[int, str] = {}
    with work.access.unrestricted(work, WHY) as session:
        for part in chunks(ids):
            last = (
                select(func.max(JournalEntry.id))
                .where(JournalEntry.resource == resource, JournalEntry.record_id.in_(part))
                .where(JournalEntry.operation == "delete")
                .group_by(JournalEntry.record_id)
            )
            told = select(JournalEntry.record_id, JournalEntry.actor_name).where(JournalEntry.id.in_(last))
            found |= {id: name for id, name in session.execute(told) if id is not None}
    return found
