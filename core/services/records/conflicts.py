"""Stale writes: zero rows changed means NotFound, Forbidden or a Conflict that names the other change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.data.models.journal import JournalEntry
from core.errors import Conflict, Forbidden, NotFound
from core.host.record_types import RecordType
from core.labels import translations
from core.services.records.drafts import Update
from core.services.records.loading import load
from core.services.records.merged import gone

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

Row = dict[str, Any]
NO_RIGHT = _("You may see this record, but not {action} it.")
READ_AGAIN = _("Read the record again and decide per field what shall stand.")
CHANGED = _("{record} {id} was changed in the meantime.")
DELETED = _("It was deleted.")


def current(
    work: Work, record_type: RecordType, changes: Sequence[Update], sent: Mapping[int, Row]
) -> dict[int, Row]:
    """The records as they stand, locked for the rest of the transaction, by the index of their change."""
    children = {name for values in sent.values() for name in values if name in record_type.children}
    rows = load(
        work, record_type, [change.id for change in changes], children={*children, "tags"}, for_action="edit"
    )
    found = {row["id"]: row for row in rows}
    for index, change in enumerate(changes):
        expected = sent[index].pop("version", None) or change.version
        require(work, record_type, found, change.id, expected, "edit")
    return {index: found[change.id] for index, change in enumerate(changes)}


def require(
    work: Work,
    record_type: RecordType,
    found: Mapping[int, Row],
    id: int,
    version: int | None,
    action: str,
) -> None:
    """Raise what there is to say unless a record is among those found, in this version (None: in any)."""
    if id not in found:
        raise missing(work, record_type, id, action)
    if version is not None and found[id]["version"] != version:
        raise conflict(work, record_type, id, version)


def missing(work: Work, record_type: RecordType, id: int, action: str) -> NotFound | Forbidden:
    """Forbidden for what may be seen, NotFound for everything else."""
    visible = work.session.execute(select(record_type.model.id).where(record_type.model.id == id)).first()
    return Forbidden(NO_RIGHT.fill(action=action)) if visible else gone(work, record_type, id)


def conflict(work: Work, record_type: RecordType, id: int, version: int) -> Conflict:
    """The changes that were made to a record after it had this version."""
    statement = (
        select(
            JournalEntry.at,
            JournalEntry.actor_name,
            JournalEntry.door,
            JournalEntry.operation,
            JournalEntry.version,
            JournalEntry.before,
        )
        .where(
            JournalEntry.resource == record_type.name,
            JournalEntry.record_id == id,
            JournalEntry.version > version,
        )
        .order_by(JournalEntry.id)
        .limit(20)
    )
    visible = work.access.field_rights(work.actor, record_type).visible | set(record_type.children)
    changes = [_described(row, visible) for row in work.session.execute(statement)]
    message = CHANGED.fill(record=record_type.resource.singular, id=id)
    return Conflict(message, why=_summary(changes), fix=READ_AGAIN, changes=changes)


def _described(row: Any, visible: Iterable[str]) -> Row:
    return {
        "at": row.at,
        "actor": row.actor_name,
        "door": row.door,
        "operation": row.operation,
        "version": row.version,
        "fields": sorted(set(row.before or ()) & set(visible)),
    }


def _summary(changes: Sequence[Row]) -> str:
    if not changes:
        return ""
    last = changes[-1]
    return _("{actor} changed {fields} at {at}.").fill(
        actor=last["actor"],
        fields=", ".join(last["fields"]) or "-",
        at=last["at"].isoformat(timespec="seconds"),
    )


def explain(work: Work, record_type: RecordType, versions: Mapping[int, int]) -> None:
    """Fewer rows were changed than were locked: say which record is not what it was."""
    found = {row["id"]: row for row in load(work, record_type, list(versions), children=())}
    for id, version in versions.items():
        require(work, record_type, found, id, version, "edit")
    raise Conflict()
