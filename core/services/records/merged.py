"""Where records went that were merged into others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from core.data.models.merging import MergedRecord
from core.errors import Merged, NotFound
from core.host.record_types import RecordType

if TYPE_CHECKING:
    from core.services.work import Work


def merged_into(work: Work, record_type: RecordType, id: int) -> int | None:
    """The visible record that this one was merged into, and into which that one was, and so on."""
    if record_type.resource.mergeable is None:
        return None
    statement = (
        select(MergedRecord.record_id)
        .where(
            MergedRecord.resource == record_type.name,
            MergedRecord.lost_id == id,
            MergedRecord.undone_at.is_(None),
        )
        .order_by(MergedRecord.id.desc())
    )
    return work.session.scalars(statement).first()


def gone(work: Work, record_type: RecordType, id: int) -> NotFound:
    """Why there is no such record to see: it was merged into one that can be seen, or there is none."""
    into = merged_into(work, record_type, id)
    return NotFound() if into is None else Merged(record_type.name, into)
