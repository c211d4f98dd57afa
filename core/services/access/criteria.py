"""What the rows of each model must be like for one actor to see, edit or delete them.

Criteria are made of tables, not of mapped classes, so SQLAlchemy adds no criteria to the sub-selects inside;
every table in a sub-select is an alias, so that it is never mistaken for one of the statement around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    exists,
    false,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.util import ClauseAdapter
from sqlalchemy.sql.visitors import iterate

from core.contracts.base import Anchored, Child, Extra, Record
from core.contracts.types import Identifier
from core.contracts.work import Actor, ReachName
from core.host.record_types import RecordType
from core.services.access import reaches
from core.services.access.anchors import About, about
from core.services.access.catalogue import Catalogue
from core.services.access.reaches import Branch, narrowest, reach_of

RESCUE = "core.plugins.rescue"
"""Who holds it sees what a plugin would hide that cannot run."""

Condition = ColumnElement[bool]
Rules = Mapping[tuple[type[Any], str], tuple[Condition, ...]]
"""What plugins demand besides, by model and action."""


@dataclass(frozen=True, eq=False)
class Criteria:
    """The criteria of one actor.

    `wide` holds each (record type's name, reach) that covers so many rows that looking at each is faster;
    `by_row` looks at each in any case, for statements about a few rows. `trash` leaves out that records must
    not be in the trash.
    """

    catalogue: Catalogue
    actor: Actor
    rules: Rules
    wide: frozenset[tuple[str, ReachName]]
    user: BindParameter[Any]
    units: BindParameter[Any]
    trash: bool = False
    by_row: bool = False

    def of(self, model: type[Any], action: str) -> Condition:
        """The criterion of a guarded model, on its own table; it names a column of it."""
        table: FromClause = model.__table__
        found = self._of(model, table, action)
        # Conditions of which one is always false shrink to that, and no longer name the table.
        return (
            found if any(getattr(part, "table", None) is table for part in iterate(found)) else never(table)
        )

    def _of(self, model: type[Any], table: FromClause, action: str) -> Condition:
        if issubclass(model, Child | Extra):
            return self._of_parts(model, table, action)
        if model in self.catalogue.by_model:
            return self.visible(self.catalogue.by_model[model], table, action)
        if issubclass(model, Anchored) and not issubclass(model, Record):
            return self._of_facts(table)
        return never(table)  # declared by nobody who runs: by a plugin that is disabled or missing

    def visible(
        self, record_type: RecordType, table: FromClause, action: str, at_most: ReachName = "all"
    ) -> Condition:
        """Whether rows of a record type's table may be seen (edited ...), no further than `at_most`."""
        reach = narrowest((reach_of(self.actor, record_type, action), at_most))
        if reach is None or (self.catalogue.is_closed(record_type) and self.actor.reach(RESCUE) is None):
            return never(table)
        conditions = [always(table) if self.trash else table.c.deleted_at.is_(None)]
        if record_type.anchored:
            conditions.append(self._of_anchored(record_type, table, reach))
        elif record_type.resource.parent:
            conditions.append(self._under_parent(record_type, table, reach))
        else:
            conditions += self._own(record_type, table, reach)
        return and_(*conditions, *self._demanded(record_type, table, action))

    def ways(self, record_type: RecordType, reach: ReachName) -> list[Branch]:
        """The ways in which a record can lie within a reach."""
        return reaches.branches(record_type, reach, self.user, self.units)

    def is_narrow(self, record_type: RecordType, reach: ReachName | None) -> bool:
        """Whether a reach covers so little of a table that it is best to begin there."""
        if self.by_row or reach in (None, "all") or (record_type.name, reach) in self.wide:
            return False
        return is_root(record_type) and reaches.has_columns(record_type)

    def _own(self, record_type: RecordType, table: FromClause, reach: ReachName) -> list[Condition]:
        """What a reach demands of the record's own columns."""
        if reach == "all" or not reaches.has_columns(record_type):
            return []
        shape = reaches.narrow if self.is_narrow(record_type, reach) else reaches.wide
        return [shape(self.ways(record_type, reach), table)]

    def _names_visible(
        self, column: Any, record_type: RecordType, at_most: ReachName = "all", action: str = "view"
    ) -> Condition:
        """Whether a column names a visible record."""
        rows = self.catalogue.rows(record_type)
        visible = self.visible(record_type, rows, action, at_most)
        if self.is_narrow(record_type, narrowest((reach_of(self.actor, record_type, action), at_most))):
            return column.in_(select(rows.c.id).where(visible))  # type: ignore[no-any-return]
        return exists().where(rows.c.id == column, visible)

    def _under_parent(self, record_type: RecordType, table: FromClause, reach: ReachName) -> Condition:
        """The reach is applied to the parent, which must be visible; without one, to the record itself."""
        attribute, parent, required = self.catalogue.parent(record_type) or ("", record_type, False)
        column = table.c[attribute]
        visible = self._names_visible(column, parent, reach)
        if required:
            return visible
        return or_(and_(column.is_(None), *self._own(record_type, table, reach)), visible)

    def _of_parts(self, model: type[Any], table: FromClause, action: str) -> Condition:
        """Lines and extensions are seen with their record, and written by whoever may edit it."""
        if model not in self.catalogue.parts:
            return never(table)
        record_type, column = self.catalogue.parts[model]
        of_record = "view" if action == "view" else "edit"
        return self._names_visible(table.c[column], record_type, action=of_record)

    def _of_facts(self, table: FromClause) -> Condition:
        """Rows that only say something about a record: seen with it."""
        if self.actor.is_system:
            return always(table)
        found = about(self.catalogue, self.actor, "all", of_records=False)
        return or_(*self._told(table, found, _among(table.c.resource, found.free), "all", []))

    def _of_anchored(self, record_type: RecordType, table: FromClause, reach: ReachName) -> Condition:
        """Records about records: seen with these, as far as their own right reaches."""
        found = about(self.catalogue, self.actor, reach, of_records=True)
        free = or_(table.c.resource.is_(None), _among(table.c.resource, found.free))
        return or_(*self._told(table, found, free, reach, self._own(record_type, table, reach)))

    def _told(
        self, table: FromClause, found: About, free: Condition, reach: ReachName, own: list[Condition]
    ) -> Iterator[Condition]:
        """The ways in which rows are seen: without a customer they must satisfy `own` besides."""
        alone = and_(table.c.customer_id.is_(None), *own)
        yield and_(alone, free)
        for of_customer, names in found.by_customer.items():
            yield and_(_among(table.c.resource, names), self._customer(table, of_customer))
        for record_type in found.itself:
            yield and_(_among(table.c.resource, [record_type.name]), alone, self._record(table, record_type))
        for record_type in found.ruled:
            within = or_(alone, self._customer(table, reach))
            yield and_(_among(table.c.resource, [record_type.name]), within, self._record(table, record_type))

    def _customer(self, table: FromClause, at_most: ReachName) -> Condition:
        return self._names_visible(table.c.customer_id, self.catalogue.customers, at_most)

    def _record(self, table: FromClause, record_type: RecordType) -> Condition:
        return self._names_visible(table.c.record_id, record_type)

    def _demanded(self, record_type: RecordType, table: FromClause, action: str) -> list[Condition]:
        """What plugins demand besides; to edit a row is to see it too."""
        names = dict.fromkeys(("view", action))
        rules = [rule for name in names for rule in self.rules.get((record_type.model, name), ())]
        if table is record_type.model.__table__:
            return rules
        return [ClauseAdapter(table).traverse(rule) for rule in rules]


def is_root(record_type: RecordType) -> bool:
    """Whether a record's own columns alone say whose it is."""
    return not (record_type.resource.parent or record_type.anchored)


def _among(column: Any, names: Iterable[str]) -> Condition:
    """IN with names of resources as constants: SQL with a list of bound values is made anew at every run."""
    constants: list[Any] = [literal_column(f"'{name}'") for name in names]
    return column.in_(constants) if constants else false()


def bound(actor: Actor) -> tuple[BindParameter[Any], BindParameter[Any]]:
    """The actor's user id and unit ids as bound values, named alike for everybody, so that SQL is shared."""
    user = bindparam("guanxi_user", actor.user_id, type_=Identifier)
    return user, bindparam("guanxi_units", list(actor.unit_ids), type_=Identifier, expanding=True)


def never(table: FromClause) -> Condition:
    """No row. It names a column, so that the session can tell whose criterion it is."""
    return table.c.id.is_(None)


def always(table: FromClause) -> Condition:
    """Every row."""
    return table.c.id.is_not(None)
