"""Reaches: how far a right goes, and which rows of a table lie within it.

Each reach contains the narrower ones: who may see his unit also sees what he owns elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    Select,
    TableClause,
    column,
    exists,
    false,
    or_,
    select,
    table,
    union,
)

from core.contracts.work import REACHES, Actor, ReachName
from core.host.record_types import RecordType
from core.services.access.likely import likely


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
    """One way in which a record can be somebody's: a `column` matches a bound value, or one of several.

    The column is the record's own, or (`by_lines`) that of lines of `table`, whose `key` names the record.
    """

    reach: ReachName
    table: TableClause
    key: str
    column: str
    value: BindParameter[Any]
    by_lines: bool = False

    def condition(self, record: FromClause) -> ColumnElement[bool]:
        """Whether a row of the record's table is somebody's in this way."""
        if not self.by_lines:
            return likely(self.matches(record))
        lines = self.table.alias()
        return exists().where(lines.c[self.key] == record.c.id, likely(self.matches(lines)))

    def ids(self) -> Select[Any]:
        """The ids of the records that are somebody's in this way."""
        rows = self.table.alias()
        return select(rows.c[self.key]).where(self.matches(rows))

    def matches(self, rows: FromClause) -> ColumnElement[bool]:
        """Whether the column has the value, or one of the values."""
        column = rows.c[self.column]
        return column.in_(self.value) if self.value.expanding else column == self.value


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
        yield _by_column(record_type, "own", reach.owner, user)
    if reach.team:
        yield _by_lines(record_type, "team", reach.team, "user_id", user)
    if reach.unit:
        yield _by_column(record_type, "unit", reach.unit, units)
    if reach.sites:
        yield _by_lines(record_type, "unit", reach.sites, "unit_id", units)


def _by_column(record_type: RecordType, reach: ReachName, name: str, value: BindParameter[Any]) -> Branch:
    return Branch(reach, light_table(record_type.model, "id", name), "id", name, value)


def _by_lines(
    record_type: RecordType, reach: ReachName, model: type[Any], name: str, value: BindParameter[Any]
) -> Branch:
    child = record_type.child_of(model)
    return Branch(reach, light_table(model, child.parent, name), child.parent, name, value, by_lines=True)


def light_table(model: type[Any], *names: str) -> TableClause:
    """A model's table with only these columns: aliases of whole tables cost most of a criterion's time."""
    columns = model.__table__.c
    return table(model.__tablename__, *(column(name, columns[name].type) for name in dict.fromkeys(names)))


def wide(ways: Iterable[Branch], record: FromClause) -> ColumnElement[bool]:
    """Looks at each row: right for reaches that cover a large part of the table."""
    conditions = [item.condition(record) for item in ways]
    return or_(*conditions) if conditions else false()


def narrow(ways: list[Branch], record: FromClause) -> ColumnElement[bool]:
    """Begins with the few rows that lie within reach."""
    if len(ways) == 1 and not ways[0].by_lines:
        return ways[0].matches(record)
    return record.c.id.in_(union(*(item.ids() for item in ways))) if ways else false()
