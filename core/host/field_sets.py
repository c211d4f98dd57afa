"""What record types and their lines have in common: fields, with what follows from them worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from core.contracts.fields import Field
from core.contracts.kinds import Kind, PhoneKind, ReferenceKind


class FieldSet:
    """Fields by their public names."""

    fields: Mapping[str, Field]

    @cached_property
    def public(self) -> tuple[Field, ...]:
        """The fields that are shown, in the order of declaration."""
        return tuple(item for item in self.fields.values() if not item.hidden)

    @cached_property
    def stored(self) -> tuple[Field, ...]:
        """The fields with a column of their own, hidden ones too."""
        return tuple(item for item in self.fields.values() if item.attribute)

    @cached_property
    def own(self) -> tuple[Field, ...]:
        """The stored fields whose columns stand in one table with each other."""
        return self.stored

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that name other records."""
        return tuple(item for item in self.fields.values() if isinstance(item.kind, ReferenceKind))

    @cached_property
    def reference_names(self) -> frozenset[str]:
        """The names of the fields that name other records."""
        return frozenset(item.name for item in self.references)

    @cached_property
    def settled(self) -> tuple[Field, ...]:
        """The fields from which others follow (see `Field.settle`)."""
        return tuple(
            item for item in self.stored if item.computed or item.sort_key or isinstance(item.kind, PhoneKind)
        )

    @cached_property
    def dependent(self) -> tuple[Field, ...]:
        """The fields whose storing needs the rest of the record (money)."""
        return tuple(item for item in self.stored if item.kind.needs_record)

    @cached_property
    def defaults(self) -> Mapping[str, Any]:
        """What each stored field is when nothing is said."""
        return {item.name: item.default for item in self.stored}

    def columns(self, values: Mapping[str, Any], whole: Mapping[str, Any]) -> dict[str, Any]:
        """A row's columns from its values; `whole` is the record that some kinds of field need for it."""
        as_they_are, others = self._columns
        row = {attribute: values.get(name) for attribute, name in as_they_are}
        for item in others:
            row[item.attribute] = item.kind.store(values.get(item.name), whole)
        return row

    @cached_property
    def _columns(self) -> tuple[tuple[tuple[str, str], ...], tuple[Field, ...]]:
        """Attribute and name of the fields whose values are stored as they are; and the others."""
        plain = [item for item in self.own if type(item.kind).store is Kind.store]
        names = tuple((item.attribute, item.name) for item in plain)
        return names, tuple(item for item in self.own if item not in plain)
