"""Reaches: how far a right goes, and which rows of a table lie within it.

Each reach contains the narrower ones: who may see his unit also sees what he owns elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, FromClause, Select, exists, false, or_, select, union

from core.contracts.work import REACHES, Actor, ReachName
from core.host.record_types import RecordType


def narrowest(reaches: Iterable[ReachName | None]) -> ReachName | None:
    """The narrowest of some reaches; None, which is no right at all, is narrower than all."""
    found: ReachName = "all"
    for reach in reaches:
        if reach is None:
            return None
        found = min(found, reach, key=REACHES.index)
    return found


def reach_of(actor: Actor, record_type: RecordType, action: str) -> ReachName | None:
    """How far the actor may do this: never further than he may see."""
    permissions = {record_type.resource.permission(name) for name in ("view", action)}
    return narrowest(actor.reach(permission) for permission in permissions)


@dataclass(frozen=True, slots=True)
class Branch:
    """One way in which a record can be somebody's: `column` (of the record, or of a child) matches a value.

    `parent` is the child's column that names the record; None when the column is the record's own.
    """

    reach: ReachName
    column: Any
    match: BindParameter[Any]
    parent: Any = None

    def matches(self, column: Any) -> ColumnElement[bool]:
        """The value or one of the values."""
        return column.in_(self.match) if self.match.expanding else column == self.match  # type: ignore[no-any-return]

    def condition(self, table: FromClause) -> ColumnElement[bool]:
        """Whether a row of the record's table is somebody's in this way."""
        if self.parent is None:
            return self.matches(table.c[self.column])
        lines = self.parent.table.alias()
        return exists().where(lines.c[self.parent.name] == table.c.id, self.matches(lines.c[self.column]))

    def ids(self, table: FromClause) -> Select[Any]:
        """The ids of the records that are somebody's in this way."""
        if self.parent is None:
            rows = table.alias()
            return select(rows.c.id).where(self.matches(rows.c[self.column]))
        lines = self.parent.table.alias()
        return select(lines.c[self.parent.name]).where(self.matches(lines.c[self.column]))


def branches(
    record_type: RecordType, reach: ReachName, user: BindParameter[Any], units: BindParameter[Any]
) -> list[Branch]:
    """The ways that a reach covers."""
    limit = REACHES.index(reach)
    return [item for item in _declared(record_type, user, units) if REACHES.index(item.reach) <= limit]


def has_columns(record_type: RecordType) -> bool:
    """Whether there is anything that says whose a record is; if not, every reach is all."""
    reach = record_type.resource.reach
    return bool(reach.owner or reach.unit or reach.team or reach.sites)


def _declared(
    record_type: RecordType, user: BindParameter[Any], units: BindParameter[Any]
) -> Iterator[Branch]:
    reach = record_type.resource.reach
    if reach.owner:
        yield Branch("own", reach.owner, user)
    if reach.team:
        yield Branch("team", "user_id", user, parent_column(record_type, reach.team))
    if reach.unit:
        yield Branch("unit", reach.unit, units)
    if reach.sites:
        yield Branch("unit", "unit_id", units, parent_column(record_type, reach.sites))


def parent_column(record_type: RecordType, model: type[Any]) -> Any:
    """The column by which lines of a record name it."""
    child = next(item for item in record_type.children.values() if item.model is model)
    return child.model.__table__.c[child.parent]


def wide(ways: Iterable[Branch], table: FromClause) -> ColumnElement[bool]:
    """Looks at each row: right for reaches that cover a large part of the table."""
    conditions = [item.condition(table) for item in ways]
    return or_(*conditions) if conditions else false()


def narrow(ways: list[Branch], table: FromClause) -> ColumnElement[bool]:
    """Begins with the few rows that lie within reach."""
    if len(ways) == 1 and ways[0].parent is None:
        return ways[0].condition(table)
    return table.c.id.in_(ids(ways, table)) if ways else false()


def ids(ways: list[Branch], table: FromClause) -> Any:
    """The ids of all records within reach."""
    found = [item.ids(table) for item in ways]
    return union(*found) if len(found) > 1 else found[0]
