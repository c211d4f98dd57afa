"""Deleting puts records into the trash, unless others name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, null, select

from core.contracts import hookspecs
from core.contracts.changes import Change
from core.errors import invalid
from core.host.record_types import RecordType
from core.labels import Label, translations
from core.services import search
from core.services.chunks import chunks
from core.services.records import conflicts, extensions
from core.services.records.hooks import tell
from core.services.records.loading import load
from core.services.records.naming import Naming, namings
from core.services.records.references import customer_of
from core.services.records.writing import change_rows
from core.services.undo.noting import DELETION, DELETIONS, noted

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

Row = dict[str, Any]
IN_USE = _("{record} {id} cannot be deleted: {count} {others} name it as {field}.")
NAMED = _("Some of {others} name it as {field}.")
WHY = "what others use is refused even if the actor cannot see them"
MOVE_THEM = _("Give them another value in that field, or delete them first.")


def delete(work: Work, resource: Any, ids: Sequence[int], versions: Mapping[int, int] | None = None) -> None:
    """Put records into the trash; all of them or none.

    Raises NotFound, Forbidden, Conflict for a stale version, Invalid while other records name one of them.
    """
    record_type = work.registry.type_of(resource)
    work.require(record_type.resource.permission("delete"))
    with noted(work, DELETION if len(ids) == 1 else DELETIONS, record_type.name):
        _delete(work, record_type, ids, versions or {})


def _delete(work: Work, record_type: RecordType, ids: Sequence[int], versions: Mapping[int, int]) -> None:
    rows = load(work, record_type, ids, children=(), for_action="delete")
    found = {row["id"]: row for row in rows}
    for id in ids:
        conflicts.require(work, record_type, found, id, versions.get(id), "delete")
    changes = [Change(record_type.name, row["id"], row, None) for row in rows]
    # First the hooks: they know better what to do about it than "others name it", and may settle it.
    tell(work, hookspecs.record_deleting, record_type, changes)
    _refuse_used(work, record_type, list(found))
    _put_away(work, record_type, load(work, record_type, ids, children=(), for_action="delete"))


def discard(work: Work, record_type: RecordType, rows: Sequence[Row]) -> None:
    """Put records into the trash that nothing names any more, since they were merged into others."""
    changes = [Change(record_type.name, row["id"], row, None) for row in rows]
    tell(work, hookspecs.record_deleting, record_type, changes)
    _put_away(work, record_type, load(work, record_type, [row["id"] for row in rows], children=()))


def _put_away(work: Work, record_type: RecordType, rows: Sequence[Row]) -> None:
    ids = [row["id"] for row in rows]
    set_deleted_at(work, record_type, ids, work.now)
    log(work, record_type, rows, "delete")
    search.remove_entries(work, record_type, ids)


def set_deleted_at(work: Work, record_type: RecordType, ids: Sequence[int], moment: datetime | None) -> None:
    """Put records into the trash with what stands beside them, or take them out (no moment)."""
    extensions.mark(work, record_type, ids, moment)
    model = record_type.model
    values = {
        "deleted_at": null() if moment is None else moment,
        "version": model.version + 1,
        "updated_at": work.now,
    }
    change_rows(work, model, ids, values, guanxi_action="delete", guanxi_trash=True)


def log(work: Work, record_type: RecordType, rows: Sequence[Row], operation: str) -> None:
    """Write the journal of records that are deleted, as they were, or restored, as they are."""
    restored = 0 if operation == "restore" else 1
    work.log(
        [
            work.entry(
                operation,
                resource=record_type.name,
                record_id=row["id"],
                customer_id=customer_of(record_type, row["id"], row),
                version=row["version"] + restored,
                before={},
            )
            for row in rows
        ],
    )


def _refuse_used(work: Work, record_type: RecordType, ids: Sequence[int]) -> None:
    """Refuse to delete what other living records still name, and say who and how many."""
    for naming in _refusing(work, record_type):
        count, named = _uses(work, naming, ids)
        if count:
            message = IN_USE.fill(
                record=record_type.resource.singular,
                id=named,
                count=count,
                others=naming.by.resource.title,
                field=naming.field.label,
            )
            raise invalid("id", "in_use", message, named, fix=MOVE_THEM)


def in_use(work: Work, record_type: RecordType, ids: Sequence[int]) -> dict[int, Label]:
    """Which of these records others name that keep them from being deleted, and what they are."""
    found: dict[int, Label] = {}
    with work.access.unrestricted(work, WHY) as session:
        for naming in _refusing(work, record_type):
            reason = NAMED.fill(others=naming.by.resource.title, field=naming.field.label)
            for part in chunks(ids):
                uses = select(naming.column).where(naming.column.in_(part), naming.living).distinct()
                found |= dict.fromkeys(session.execute(uses).scalars(), reason)
    return found


def _refusing(work: Work, target: RecordType) -> Iterator[Naming]:
    """Every column that keeps a record of `target` from being deleted."""
    return (item for item in namings(work.registry, target) if item.kind.on_delete == "refuse")


def _uses(work: Work, naming: Naming, ids: Sequence[int]) -> tuple[int, int]:
    """How many living records name one of `ids`, and one id that is named."""
    total, named = 0, 0
    with work.access.unrestricted(work, WHY) as session:
        for part in chunks(ids):
            uses = select(func.count(naming.record.distinct()), func.min(naming.column))
            count, first = session.execute(uses.where(naming.column.in_(part), naming.living)).one()
            total, named = total + count, named or first
    return total, named
