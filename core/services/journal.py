"""The journal: one row per record and operation, with who, when, door, cause and the values before.

It is audit, event, history and undo journal in one. A creation stores no values, so imports stay cheap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from core.data.models.journal import JournalEntry

if TYPE_CHECKING:
    from core.services.work import Work


def entry(
    work: Work,
    operation: str,
    *,
    resource: str | None = None,
    record_id: int | None = None,
    customer_id: int | None = None,
    version: int | None = None,
    before: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One row for `write`; `before` holds only the fields that changed."""
    return {
        "at": work.now,
        "actor_id": work.actor.user_id,
        "actor_name": work.actor.name,
        "door": work.actor.door,
        "cause": work.cause,
        "operation": operation,
        "work_uid": work.uid,
        "resource": resource,
        "record_id": record_id,
        "customer_id": customer_id,
        "version": version,
        "before": before,
        "details": details,
    }


def write(work: Work, entries: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of the journal in this work's transaction; observers get them after the commit."""
    if entries:
        statement = insert(JournalEntry).execution_options(guanxi_writer=True, render_nulls=True)
        work.session.execute(statement, list(entries))
        work.events.extend(entries)
