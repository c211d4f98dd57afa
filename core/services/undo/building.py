"""What others have built upon records: whatever names them and is not in the trash."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.host.record_types import RecordType
from core.services.chunks import chunks
from core.services.work import Work

WHY = "what somebody else has built upon a record stays, whoever may see it"
Key = tuple[str, int]
"""Resource and id of a record."""


class _Naming(NamedTuple):
    """Where records of one type name others: the SELECT of who names whom."""

    by: RecordType
    named: InstrumentedAttribute[Any]
    rows: Select[Any]


def built_upon(work: Work, record_type: RecordType, ids: Sequence[int], gone: Collection[Key]) -> set[int]:
    """Those of the records that living ones name, but for those that are `gone`."""
    found: set[int] = set()
    with work.access.unrestricted(work, WHY) as session:
        for naming in _namings(work, record_type):
            for part in chunks(ids):
                rows = session.execute(naming.rows.where(naming.named.in_(part)).distinct())
                found.update(named for by, named in rows if (naming.by.name, by) not in gone)
    return found


def _namings(work: Work, target: RecordType) -> Iterator[_Naming]:
    table = target.model.__tablename__
    for by in work.registry.types.values():
        for field in by.fields.values():
            if _names(field, table):
                holder, column = by.holder(field.name), by.attribute(field.name)
                yield _Naming(by, column, select(holder.id, column).where(holder.deleted_at.is_(None)))
        for child in by.children.values():
            record = getattr(child.model, child.parent)
            for field in child.fields.values():
                if _names(field, table) and field.attribute != child.parent:
                    living = select(by.model.id).where(by.model.deleted_at.is_(None))
                    column = child.attribute(field.name)
                    yield _Naming(by, column, select(record, column).where(record.in_(living)))
        if by.anchored:
            model = by.model
            about = select(model.id, model.record_id).where(model.deleted_at.is_(None))
            yield _Naming(by, model.record_id, about.where(model.resource == target.name))


def _names(field: Field, table: str) -> bool:
    # Who created what is written by the system, and has no index.
    kind = field.kind
    return isinstance(kind, ReferenceKind) and kind.table == table and field.name != "created_by"
