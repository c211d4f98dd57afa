"""How many records there are in the groups of a list: with one value of a field, or with those of a span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select

from core.host.record_types import RecordType
from core.services.lists.counting import count_each
from core.services.lists.listing import prepare
from core.services.lists.query import Query

if TYPE_CHECKING:
    from core.services.work import Work


@dataclass(frozen=True, slots=True)
class Span:
    """The values of a group: `start` alone, or from it to before `end`; None: where there is no value."""

    start: Any
    end: Any = None


def count_groups(work: Work, resource: Any, query: Query, spans: Sequence[Span]) -> list[int | None]:
    """How many records of a grouped query there are in each span; None for more than COUNTED.

    One statement, whatever the number of spans. Raises Invalid and Forbidden like a list.
    """
    if not spans or not query.group:
        return []
    record_type = work.registry.type_of(resource)
    listing = prepare(work, record_type, query)
    ids = listing.order.joined(select(record_type.model.id)).where(*listing.criteria)
    return count_each(work, [ids.where(*_within(record_type, query.group, span)) for span in spans])


def _within(record_type: RecordType, name: str, span: Span) -> list[ColumnElement[bool]]:
    """What rows of a group are like."""
    column: Any = record_type.attribute(name)
    if span.start is None:
        return [column.is_(None)]
    if span.end is None:
        return [column == span.start]
    return [column >= span.start, column < span.end]
