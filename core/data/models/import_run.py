"""Runs of the importer, with the point from which a killed one goes on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Identified, only_where
from core.contracts.types import Identifier, JsonText, Moment


class ImportRun(Identified):
    """One run: the row is updated in the transaction of every chunk."""

    __tablename__ = "core_import"

    resource: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    # SHA-256 of the file and the options: only the same import may go on.
    fingerprint: Mapped[str] = mapped_column(String(64))
    options: Mapped[dict[str, Any]] = mapped_column(JsonText)
    actor_id: Mapped[int | None] = mapped_column(Identifier)
    status: Mapped[str] = mapped_column(String(20))
    # How many rows of the file are dealt with, good and bad.
    position: Mapped[int] = mapped_column(default=0)
    created: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    # Records that came with rows, such as contacts: how many, by resource.
    related: Mapped[dict[str, int]] = mapped_column(JsonText)
    # Length of the errors file in bytes.
    errors_position: Mapped[int] = mapped_column(Identifier, default=0)
    started_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)


# The same import runs once at a time.
Index(
    "uq_core_import_running",
    ImportRun.fingerprint,
    unique=True,
    **only_where(ImportRun.status == "running"),
)
