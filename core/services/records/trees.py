"""Trees (parent customers, units): no record ever stands above itself.

Changes are judged before they are written, so that every wrong row is named, and looked at again when they
stand there: drafts may have been judged a while ago, beside others that were refused since, or been completed
by a plugin. The walk sees all records, for a circle through an invisible one is a circle too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select

from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.data.locks import one_at_a_time
from core.errors import FieldError, FieldErrors
from core.host.record_types import RecordType
from core.labels import translations
from core.services.records.drafts import Drafts, refuse

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

CIRCLE = _("This would make a circle: the record stands above itself.")

Parents = Mapping[int, int | None]
NOTHING_PLANNED: Parents = MappingProxyType({})


def refuse_circles(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    """Note which drafts would put a record above itself, once all of them are written."""
    for field, moved in _moves(record_type, drafts):
        planned = {draft.record.id: draft.values[field.name] for draft in moved.values()}
        for index, error in _circles(work, record_type, field, moved, planned):
            drafts[index].errors.setdefault(field.name, []).append(error)


def verify(work: Work, record_type: RecordType, drafts: Drafts) -> None:
    """Raise Invalid if a record stands above itself, now that these drafts are written."""
    errors: dict[int, FieldErrors] = {}
    for field, moved in _moves(record_type, drafts):
        errors |= {
            n: {field.name: (e,)} for n, e in _circles(work, record_type, field, moved, NOTHING_PLANNED)
        }
    refuse(errors)


def _moves(record_type: RecordType, drafts: Drafts) -> Iterator[tuple[Field, Drafts]]:
    """For each tree, the drafts of records that get another place in it."""
    for field in record_type.references:
        if isinstance(field.kind, ReferenceKind) and field.kind.tree:
            known = {index: draft for index, draft in drafts.items() if draft.record.before is not None}
            before = {index: (draft.record.before or {})[field.name] for index, draft in known.items()}
            yield field, {n: draft for n, draft in known.items() if draft.values[field.name] != before[n]}


def _circles(
    work: Work, record_type: RecordType, field: Field, moved: Drafts, planned: Parents
) -> Iterator[tuple[int, FieldError]]:
    """The moves after which a record stands above itself.

    Moves in one tree take turns, or two at once could each be right and together wrong.
    """
    if moved:
        one_at_a_time(work.session, f"tree of {record_type.name}")
    for index, draft in moved.items():
        parent = draft.values[field.name]
        if stands_above(work, record_type, field, draft.record.id, parent, planned):
            yield index, FieldError("circle", CIRCLE, parent)


def stands_above(
    work: Work,
    record_type: RecordType,
    field: Field,
    record: int,
    start: int | None,
    planned: Parents = NOTHING_PLANNED,
) -> bool:
    """Whether `start` is the record, or stands below it: now, or with the `planned` parents."""
    model, column = record_type.model, record_type.attribute(field.name)
    current, seen = start, set[int]()
    with work.access.unrestricted(work, "a circle may lead through records that cannot be seen") as session:
        while current is not None and current not in seen and current != record:
            seen.add(current)
            above = select(column).where(model.id == current)
            current = planned[current] if current in planned else session.execute(above).scalar()
    return current == record
