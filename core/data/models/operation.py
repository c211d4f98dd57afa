"""What was done at once and can be undone as one: imports, bulk edits, deletions, merges, reassignments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Identified, only_where
from core.contracts.types import Identifier, JsonText, Moment

RUNNING, STOPPED, DONE, UNDOING, UNDONE = "running", "stopped", "done", "undoing", "undone"
"""Stopped is what its job left behind that was given up, half-way through it or through its undo."""


class Operation(Identified):
    """One operation. Its rows in the journal have its cause and stand between two ids: no index is needed."""

    __tablename__ = "core_operation"

    kind: Mapped[str] = mapped_column(String(20))
    resource: Mapped[str] = mapped_column(String(64))
    # What its rows in the journal name; without one it is "operation:<id>".
    cause: Mapped[str | None] = mapped_column(String(100))
    status: Mapped[str] = mapped_column(String(10))
    details: Mapped[dict[str, Any]] = mapped_column(JsonText)
    actor_id: Mapped[int | None] = mapped_column(Identifier)
    actor_name: Mapped[str] = mapped_column(String(200))
    door: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    # The last row of the journal before it, and the last one when it ended.
    first_change: Mapped[int] = mapped_column(Identifier)
    last_change: Mapped[int | None] = mapped_column(Identifier)
    # How far a bulk change is, by the ids of its records.
    position: Mapped[int] = mapped_column(Identifier, default=0)
    changed: Mapped[int] = mapped_column(Identifier, default=0)
    failed: Mapped[int] = mapped_column(Identifier, default=0)
    # [{reason, count, examples}]
    failures: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonText)
    # How far its undo is: the oldest row of the journal that was dealt with.
    undo_position: Mapped[int | None] = mapped_column(Identifier)
    undone: Mapped[int] = mapped_column(Identifier, default=0)
    kept: Mapped[int] = mapped_column(Identifier, default=0)
    # What stayed as it is, for it was changed since: [{reason, count, examples}].
    kept_reasons: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonText)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_by_id: Mapped[int | None] = mapped_column(Identifier)
    undone_by_name: Mapped[str | None] = mapped_column(String(200))


Index("ix_core_operation_actor_id_id", Operation.actor_id, Operation.id)
Index("ix_core_operation_cause", Operation.cause, **only_where(Operation.cause.is_not(None)))
