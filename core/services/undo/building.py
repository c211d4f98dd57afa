"""What others have built upon records: whatever names them and is not in the trash."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, select

from core.host.record_types import RecordType
from core.services.chunks import chunks
from core.services.records.naming import namings
from core.services.work import Work

WHY = "what somebody else has built upon a record stays, whoever may see it"
Key = tuple[str, int]
"""Resource and id of a record."""


def built_upon(work: Work, record_type: RecordType, ids: Sequence[int], gone: Collection[Key]) -> set[int]:
    """Those of the records that living ones name, but for those that are `gone`."""
    found: set[int] = set()
    with work.access.unrestricted(work, WHY) as session:
        for by, column, rows in _rows(work, record_type):
            for part in chunks(ids):
                named = session.execute(rows.where(column.in_(part)).distinct())
                found.update(id for record, id in named if (by, record) not in gone)
    return found


def _rows(work: Work, target: RecordType) -> Iterator[tuple[str, Any, Select[Any]]]:
    """For each column that names: the resource, the column, and the SELECT of who names whom."""
    for item in namings(work.registry, target):
        yield item.by.name, item.column, select(item.record, item.column).where(item.living)
    for by in work.registry.types.values():
        if by.anchored:
            model = by.model
            about = select(model.id, model.record_id).where(model.deleted_at.is_(None))
            yield by.name, model.record_id, about.where(model.resource == target.name)
