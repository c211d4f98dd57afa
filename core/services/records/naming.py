"""Who names a record: every column of records, and of their lines, that refers to records of one type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.host.field_sets import FieldSet
from core.host.record_types import RecordType
from core.host.registry import Registry


class Naming(NamedTuple):
    """A column by which records, or their lines, name others.

    `record` holds the id of the record that names, `living` is the condition that it is not in the trash.
    """

    by: RecordType
    field: Field
    kind: ReferenceKind
    column: InstrumentedAttribute[Any]
    record: InstrumentedAttribute[Any]
    living: ColumnElement[bool]


def namings(registry: Registry, target: RecordType) -> Iterator[Naming]:
    """All of them, but for the parents of lines and for who created what, which is written by the system."""
    for by in registry.types.values():
        for field, kind in _references(by, target):
            if field.name != "created_by":
                holder = by.holder(field.name)
                living = holder.deleted_at.is_(None)
                yield Naming(by, field, kind, by.attribute(field.name), holder.id, living)
        for child in by.children.values():
            record = getattr(child.model, child.parent)
            there = record.in_(select(by.model.id).where(by.model.deleted_at.is_(None)))
            for field, kind in _references(child, target):
                if field.attribute != child.parent:
                    yield Naming(by, field, kind, child.attribute(field.name), record, there)


def _references(fields: FieldSet, target: RecordType) -> Iterator[tuple[Field, ReferenceKind]]:
    for field in fields.references:
        if isinstance(field.kind, ReferenceKind) and field.kind.table == target.model.__tablename__:
            yield field, field.kind
