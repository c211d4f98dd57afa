"""The journal: audit, event, history and undo in one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Anchored, Fact
from core.contracts.types import Identifier, JsonText, Moment


class JournalEntry(Anchored, Fact):
    """One operation on one record: who, when, through which door, why, and the values before it."""

    __tablename__ = "core_change"

    at: Mapped[datetime] = mapped_column(Moment)
    actor_id: Mapped[int | None] = mapped_column(Identifier)
    actor_name: Mapped[str] = mapped_column(String(200))
    door: Mapped[str] = mapped_column(String(20))
    # What led to it: "import:12", "plugin:sales", "action:complete"; empty for a person's own change.
    cause: Mapped[str] = mapped_column(String(100), default="")
    operation: Mapped[str] = mapped_column(String(20))
    # The same for all rows of one `Work`.
    work_uid: Mapped[str] = mapped_column(String(32))
    version: Mapped[int | None] = mapped_column(Integer)
    # The changed fields as they were; NULL for a creation, so that imports stay cheap.
    before: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    details: Mapped[dict[str, Any] | None] = mapped_column(JsonText)


Index("ix_core_change_record", JournalEntry.resource, JournalEntry.record_id, JournalEntry.id)
