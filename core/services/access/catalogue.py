"""The record types as rights see them: which model is whose, and which rows can be told by their customer."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import FromClause, TableClause

from core.contracts.contributions import VisibilityRule
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.services.access.reaches import light_table

CRITERIA_NAME = ("id", "deleted_at", "resource", "record_id", "customer_id")
MOST_FORMS = 10_000


class Catalogue:
    """What is asked of the registry for every criterion, worked out once."""

    def __init__(self, registry: Registry, closed: Collection[str] = ()) -> None:
        self.registry = registry
        self.closed = frozenset(closed)
        """The tables whose rows are hidden, because a plugin that limits them does not run."""
        self.record_types = tuple(registry.types.values())
        self.by_model: dict[type[Any], RecordType] = {item.model: item for item in self.record_types}
        # Lines and extensions, with the column that holds the id of their record.
        self.parts: dict[type[Any], tuple[RecordType, str]] = {
            model: (item, column) for item in self.record_types for model, column in _parts(item)
        }
        self._mark = lru_cache(MOST_FORMS)(lambda _form: object())
        self._light = {item.name: self._light_table(item) for item in self.record_types}

    def mark(self, form: Hashable) -> object:
        """What stands for a form of criteria: the same for equal forms, cheap to compare, unique."""
        return self._mark(form)

    def rows(self, record_type: RecordType) -> FromClause:
        """A record type's table for a sub-select, under a name of its own.

        It has only the columns that criteria ask for, unless rules may name any: an alias of all columns is
        what costs most of the time in which a criterion is made.
        """
        if self.is_ruled(record_type):
            return record_type.model.__table__.alias()  # type: ignore[no-any-return]
        return self._light[record_type.name].alias()

    def _light_table(self, record_type: RecordType) -> TableClause:
        reach, parent = record_type.resource.reach, self.parent(record_type)
        wanted = [*CRITERIA_NAME, reach.owner, reach.unit, parent[0] if parent else ""]
        known = record_type.model.__table__.c
        return light_table(record_type.model, *(name for name in wanted if name in known))

    @cached_property
    def rules(self) -> tuple[tuple[str, VisibilityRule], ...]:
        """What plugins demand besides, each with its owner."""
        return self.registry.visibility_rules

    @cached_property
    def customers(self) -> RecordType:
        """The record type that anchors name."""
        return self.registry.of_table("core_customer")

    def parent(self, record_type: RecordType) -> tuple[str, RecordType, bool] | None:
        """The column of a record's parent, the parent's type, and whether every record has one."""
        if not record_type.resource.parent:
            return None
        field = record_type.fields[record_type.resource.parent]
        return field.attribute, self.registry.of_table(field.kind.table), field.required  # type: ignore[attr-defined]

    def is_ruled(self, record_type: RecordType) -> bool:
        """Whether a plugin limits this record type further, or would if it ran."""
        ruled = any(rule.model is record_type.model for _owner, rule in self.rules)
        return ruled or self.is_closed(record_type)

    def is_closed(self, record_type: RecordType) -> bool:
        """Whether nobody sees these records who may not see what is closed."""
        return record_type.model.__tablename__ in self.closed

    def always_anchored(self, record_type: RecordType) -> bool:
        """Whether every record of this type belongs to a customer."""
        parent = self.parent(record_type)
        under_customer = parent is not None and parent[1] is self.customers and parent[2]
        return record_type is self.customers or under_customer

    @cached_property
    def anchors_tell_all(self) -> bool:
        """Whether seeing the customer is seeing all that is anchored to it: no rule hides parts of it."""
        return not any(
            self.is_ruled(item) and (item.anchored or item.resource.parent) for item in self.record_types
        )


def _parts(record_type: RecordType) -> Iterator[tuple[type[Any], str]]:
    yield from ((child.model, child.parent) for child in record_type.children.values())
    yield from ((extension.model, "id") for extension in record_type.extensions.values())
