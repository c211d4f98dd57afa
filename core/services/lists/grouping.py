"""How many records there are in the groups of a list: with one value of a field, or with those of a span."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, literal, select, union_all

from core.host.record_types import RecordType
from core.services.lists.listing import BESIDE, COUNTED, prepare
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
    parts = []
    for place, span in enumerate(spans):
        ids = listing.order.joined(select(record_type.model.id))
        within = ids.where(*listing.criteria, *_within(record_type, query.group, span)).limit(COUNTED + 1)
        parts.append(select(literal(place), func.count()).select_from(within.subquery()))
    rows = work.session.execute(union_all(*parts).execution_options(**BESIDE))
    found: dict[int, int] = {row[0]: row[1] for row in rows}
    return [None if found[place] > COUNTED else found[place] for place in range(len(spans))]


def _within(record_type: RecordType, name: str, span: Span) -> list[ColumnElement[bool]]:
    """What rows of a group are like."""
    column: Any = record_type.attribute(name)
    if span.start is None:
        return [column.is_(None)]
    if span.end is None:
        return [column == span.start]
    return [column >= span.start, column < span.end]
