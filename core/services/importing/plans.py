"""How each row of one file is read: which column fills which place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.contracts.fields import Field
from core.contracts.kinds import ReferenceKind
from core.host.record_types import RecordType
from core.services.files.mapping import ColumnMapping
from core.services.importing.cells import Reader
from core.services.importing.offering import Group, Place


@dataclass(frozen=True, slots=True)
class Column:
    """One column that fills something; a default has no column (index -1) but a `value`."""

    place: Place
    read: Reader
    index: int = -1
    heading: str = ""
    value: Any = None


@dataclass(frozen=True, eq=False)
class Plan:
    """How each row of one file is read."""

    record_type: RecordType
    groups: Mapping[str, Group]
    mapping: ColumnMapping
    columns: tuple[Column, ...]
    defaults: tuple[Column, ...]
    key: str | None

    def column(self, group: str, number: int, name: str) -> Column | None:
        """The column that fills a place, if any does."""
        key = (group, number, name)
        return next((column for column in self.columns if column.place.key == key), None)

    @cached_property
    def unique(self) -> Mapping[str, tuple[str, ...]]:
        """The fields of each group whose values only one row may hold: unique ones, and the key."""
        return {
            name: tuple(
                item.name
                for item in group.fields.values()
                if item.unique or (not name and item.name == self.key)
            )
            for name, group in self.groups.items()
        }

    @cached_property
    def own_references(self) -> Mapping[str, tuple[str, ...]]:
        """The fields of each group that name records of the kind that is imported."""
        return {
            name: tuple(item.name for item in group.fields.values() if self._names_own(item))
            for name, group in self.groups.items()
        }

    def _names_own(self, field: Field) -> bool:
        kind = field.kind
        return isinstance(kind, ReferenceKind) and kind.table == self.record_type.model.__tablename__
