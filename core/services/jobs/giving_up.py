"""Jobs that are dead or discarded: the operation that one carried out, or undid, ends where it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from core.data.models.operation import RUNNING, STOPPED, UNDOING, Operation
from core.host.specifications import CORE
from core.services.undo.noting import LAST_CHANGE

OPERATION = "operation:"
"""What the key of a job begins with that carries out, or undoes, an operation; its number follows."""


def key_of(operation: int) -> str:
    """The key of the job that carries out, or undoes, this operation."""
    return f"{OPERATION}{operation}"


def give_up(database: Connection | Session, name: str, key: str | None, now: datetime) -> None:
    """End the operation of a job of core's that is given up; what was done of it can be undone.

    Called in the transaction that gives the job up, with the rights of the system.
    """
    if name.startswith(f"{CORE}.") and key is not None and key.startswith(OPERATION):
        stop(database, int(key.removeprefix(OPERATION)), now)


def stop(database: Connection | Session, id: int, now: datetime) -> None:
    """End an operation, or its undo, that is still going on where it is."""
    execute: Any = database.execute
    # Locked before the journal is looked at: whoever is in a chunk of it writes that first, or never.
    going = select(Operation.status, Operation.finished_at).where(
        Operation.id == id, Operation.status.in_((RUNNING, UNDOING))
    )
    row = execute(going.with_for_update()).one_or_none()
    if row is None:
        return
    values: dict[str, Any] = {"status": STOPPED, "finished_at": row.finished_at or now}
    if row.status == RUNNING:
        values["last_change"] = execute(LAST_CHANGE).scalar() or 0
    execute(update(Operation).where(Operation.id == id).values(values))
