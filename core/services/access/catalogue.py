"""The record types as rights see them: which model is whose, and which rows can be told by their customer."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from core.contracts.contributions import VisibilityRule
from core.host.record_types import ChildType, RecordType
from core.host.registry import Registry


class Catalogue:
    """What is asked of the registry for every criterion, worked out once."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.record_types = tuple(registry.types.values())
        self.by_model: dict[type[Any], RecordType] = {item.model: item for item in self.record_types}
        self.lines: dict[type[Any], tuple[RecordType, ChildType]] = {
            child.model: (item, child) for item in self.record_types for child in item.children.values()
        }

    @cached_property
    def rules(self) -> tuple[VisibilityRule, ...]:
        """What plugins demand besides."""
        return tuple(rule for _owner, rule in self.registry.visibility_rules)

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
        """Whether a plugin limits this record type further."""
        return any(rule.model is record_type.model for rule in self.rules)

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
