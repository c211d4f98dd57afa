"""Rows under headings, one for each value of a field (or each month), with how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from core.contracts.fields import Field
from core.contracts.kinds import DayKind, MomentKind
from core.contracts.pages import Visit
from core.services import lists
from core.services.lists import Span
from core.web.lists.state import ListState
from core.web.lists.table import Row, Table

if TYPE_CHECKING:
    from core.services.work import Work


@dataclass(frozen=True, kw_only=True)
class Part:
    """Rows under one heading; without a field they stand under none. `month` is the first day of one.

    `count` is how many there are on all pages, None for more than are counted.
    """

    table: Table
    field: Field | None = None
    month: date | None = None
    count: int | None = None

    @property
    def row(self) -> Row:
        """The first row, which shows what all have in common."""
        return self.table.rows[0]

    @property
    def value(self) -> Any:
        """What all rows have in common; None where they have nothing in the field."""
        return self.row.get(self.field.name) if self.field else None


def groups_of(work: Work, state: ListState, visit: Visit) -> Iterator[Mapping[str, Any]]:
    """The fields by which the list can be grouped; choosing the present one again groups it by none."""
    rights = work.access.field_rights(work.actor, state.record_type)
    for name in state.record_type.groups:
        if name in rights.readable:
            current = state.now.group == name
            yield {
                "title": visit.translate(state.record_type.fields[name].label),
                "href": state.to(group="" if current else name, sort=""),
                "current": current,
            }


def parts_in(work: Work, state: ListState, table: Table) -> Sequence[Part]:
    """The rows of a page by group, in their order; one statement counts all groups."""
    field = state.record_type.fields.get(state.now.group)
    if field is None or not table.rows:
        return [Part(table=table)]
    zone = ZoneInfo(work.actor.time_zone)
    found = [(key, list(rows)) for key, rows in groupby(table.rows, lambda row: _key(row[field.name], zone))]
    spans = [_span(field, key, zone) for key, _rows in found]
    counts = lists.count_groups(work, state.record_type, state.query(work), spans)
    by_month = isinstance(field.kind, DayKind | MomentKind)
    return [
        Part(table=replace(table, rows=rows), field=field, month=key if by_month else None, count=count)
        for (key, rows), count in zip(found, counts, strict=True)
    ]


def _key(value: Any, zone: ZoneInfo) -> Any:
    """What rows of one group have in common: the value, or the first day of its month."""
    if isinstance(value, datetime):
        value = value.astimezone(zone).date()
    return value.replace(day=1) if isinstance(value, date) else value


def _span(field: Field, key: Any, zone: ZoneInfo) -> Span:
    """The stored values of a group."""
    if not isinstance(key, date):
        return Span(key)
    following = date(key.year + key.month // 12, key.month % 12 + 1, 1)
    if isinstance(field.kind, MomentKind):
        start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (key, following))
        return Span(start, end)
    return Span(key, following)
