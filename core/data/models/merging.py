"""What was merged into what, and every link that was moved for it, so that it can be taken apart again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Anchored, Fact, Identified
from core.contracts.types import Identifier, JsonText, Moment


class MergedRecord(Anchored, Fact):
    """One merge. `record_id` is where the lost record lives on: it moves along when that one is merged."""

    __tablename__ = "core_merge"

    at: Mapped[datetime] = mapped_column(Moment)
    kept_id: Mapped[int] = mapped_column(Identifier)
    lost_id: Mapped[int] = mapped_column(Identifier)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    # What the kept record got: {"fields": {name: before}, "lines": {name: [ids]}, "tags": [words]}.
    got: Mapped[dict[str, Any] | None] = mapped_column(JsonText)


Index("ix_core_merge_lost", MergedRecord.resource, MergedRecord.lost_id)
Index("ix_core_merge_kept", MergedRecord.resource, MergedRecord.record_id)


class MergeLink(Identified):
    """One value that a merge changed in a row of any table; with `row`, a row that it took away whole."""

    __tablename__ = "core_merge_link"

    merge_id: Mapped[int] = mapped_column(Identifier, ForeignKey("core_merge.id"), index=True)
    table_name: Mapped[str] = mapped_column(String(64))
    column_name: Mapped[str] = mapped_column(String(64))
    row_id: Mapped[int] = mapped_column(Identifier)
    before: Mapped[int | None] = mapped_column(Identifier)
    after: Mapped[int | None] = mapped_column(Identifier)
    row: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
