"""Registering what can be undone as one: called by `records` for what is done at once, and by longer runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from core.data.models.journal import JournalEntry
from core.data.models.operation import DONE, RUNNING, UNDONE, Operation

if TYPE_CHECKING:
    from core.services.work import Work

IMPORT, EDIT, DELETION, DELETIONS = "import", "bulk_edit", "delete", "bulk_delete"
MERGE, REASSIGNMENT, ACTION = "merge", "reassign", "action"

PART_OF_ANOTHER = frozenset({"import", "merge", "undo"})
"""What the causes of works begin with whose changes are part of an operation already, or undo one."""

WHY = "the number of the journal's last row says nothing about it"
# Made once: making a statement costs more than running it.
LAST_CHANGE = select(func.max(JournalEntry.id))
"""The number of the journal's last row."""


@contextmanager
def noted(
    work: Work,
    kind: str,
    resource: str,
    *,
    cause: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> Iterator[None]:
    """What is written within can be undone as one operation, unless it is part of another one.

    Several of the same kind in one transaction are one. What hooks do is part of what they follow from.
    """
    if work.depth or work.operation or work.cause.partition(":")[0] in PART_OF_ANOTHER:
        yield
        return
    told = {**(details or {}), **({"within": work.cause} if work.cause else {})}
    key = kind, resource
    id = work.noted.get(key) or begin(work, kind, resource, cause=cause, details=told)
    already = len(work.events)
    with within(work, id, cause or cause_of(id)):
        yield
    changed = _count(work.events[already:])
    if changed or key in work.noted:
        end(work, id, changed)
        work.noted[key] = id
    else:
        work.session.execute(delete(Operation).where(Operation.id == id))


def undoable(work: Work, resource: str) -> AbstractContextManager[None]:
    """What is written within can be undone as one, by whoever may edit records of `resource`.

    For actions that write several records. `unlimited` with the cause of the work belongs to it too.
    """
    return noted(work, ACTION, resource)


def begin(
    work: Work,
    kind: str,
    resource: str,
    *,
    cause: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Register an operation that begins now; answers its id."""
    values = {
        "kind": kind,
        "resource": resource,
        "cause": cause,
        "status": RUNNING,
        "details": dict(details or {}),
        "actor_id": work.acts_for or work.actor.user_id,
        "actor_name": work.actor.name,
        "door": work.actor.door,
        "at": work.now,
        "first_change": last_change(work),
        **dict.fromkeys(("position", "changed", "failed", "undone", "kept"), 0),
    }
    made = work.session.execute(insert(Operation).values(values).returning(Operation.id))
    return int(made.scalar_one())


@contextmanager
def within(work: Work, id: int, cause: str) -> Iterator[None]:
    """What is written within belongs to this operation."""
    before = work.operation, work.cause
    work.operation, work.cause = id, cause
    try:
        yield
    finally:
        work.operation, work.cause = before


def end(work: Work, id: int, more: int = 0, failed: int = 0) -> None:
    """Note that an operation has ended: `more` records are changed than were counted before."""
    statement = update(Operation).where(Operation.id == id, Operation.status.in_((RUNNING, DONE)))
    values: dict[str, Any] = {"status": DONE, "finished_at": work.now, "last_change": last_change(work)}
    values |= {"changed": Operation.changed + more, "failed": Operation.failed + failed}
    work.session.execute(statement.values(values))


def cause_of(id: int) -> str:
    """What the journal names for an operation that has no cause of its own."""
    return f"operation:{id}"


def id_of(work: Work, cause: str) -> int | None:
    """The latest operation with a cause of its own."""
    found = select(Operation.id).where(Operation.cause == cause).order_by(Operation.id.desc()).limit(1)
    return work.session.scalars(found).first()


def note_undone(work: Work, id: int, kept: Sequence[Mapping[str, Any]] = (), undone: int = 0) -> None:
    """Note that nothing of an operation is left to take back."""
    values: dict[str, Any] = {"status": UNDONE, "undone_at": work.now}
    values |= {"undone_by_id": work.acts_for or work.actor.user_id, "undone_by_name": work.actor.name}
    if kept or undone:
        values |= {"kept_reasons": list(kept), "kept": sum(item["count"] for item in kept), "undone": undone}
    work.session.execute(update(Operation).where(Operation.id == id).values(values))


def last_change(work: Work) -> int:
    """The number of the journal's last row, whoever may see it."""
    with work.access.unrestricted(work, WHY) as session:
        return session.execute(LAST_CHANGE).scalar() or 0


def _count(events: Sequence[Mapping[str, Any]]) -> int:
    """How many records these rows of the journal are about, without those that hooks changed."""
    own = (
        event for event in events if event["record_id"] is not None and not event["cause"].endswith(":hook")
    )
    return len({(event["resource"], event["record_id"]) for event in own})
