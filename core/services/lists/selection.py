"""Which columns a list selects, and how its rows become dictionaries; worked out once per question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from core.contracts.choices import MoneyKind
from core.contracts.fields import Field
from core.host.record_types import RecordType
from core.services.access.fields import FieldRights, conceal
from core.services.filters import unknown_field
from core.services.lists.query import Row
from core.services.records.loading import attach_extensions

if TYPE_CHECKING:
    from core.services.work import Work


@dataclass(frozen=True, eq=False)
class Selection:
    """The fields of a record type that rows show, and those that are selected beside them.

    `helpers` are selected because others need them (an amount its currency, an included record its id).
    """

    record_type: RecordType
    shown: tuple[Field, ...]
    helpers: tuple[Field, ...]
    children: tuple[str, ...]
    tags: bool
    rights: FieldRights

    @cached_property
    def columns(self) -> tuple[Any, ...]:
        """The columns to select, in the order of `names`."""
        return tuple(self.record_type.attribute(name) for name in self.names)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the record's own columns."""
        return tuple(field.name for field in (*self.shown, *self.helpers) if not field.extension)

    @cached_property
    def beside(self) -> tuple[str, ...]:
        """The names of the columns of extensions."""
        return tuple(field.name for field in (*self.shown, *self.helpers) if field.extension)

    @cached_property
    def dependent(self) -> tuple[Field, ...]:
        """The fields that need the rest of the record to be read."""
        return tuple(field for field in self.shown if field.kind.needs_record)

    def rows(self, work: Work, found: Sequence[Any]) -> list[Row]:
        """Rows that begin with the columns, as dictionaries; amounts are in major units."""
        names = self.names
        rows = [dict(zip(names, row, strict=False)) for row in found]
        if self.beside:
            attach_extensions(work, self.record_type, rows, self.beside)
        for field in self.dependent:
            for row in rows:
                row[field.name] = field.kind.load(row[field.name], row)
        return rows

    @cached_property
    def masked(self) -> bool:
        """Whether rows hold anything that may be shown masked only."""
        names = {field.name for field in self.shown} | set(self.children)
        return any(path in names or path.partition(".")[0] in names for path in self.rights.masked)

    def finish(self, rows: Sequence[Row]) -> None:
        """Take away what was only selected for others, and mask what may not be read."""
        for field in self.helpers:
            for row in rows:
                del row[field.name]
        for row in rows if self.masked else ():
            conceal(self.record_type, self.rights, row)


def select_fields(
    record_type: RecordType, names: tuple[str, ...] | None, needed: tuple[str, ...], rights: FieldRights
) -> Selection:
    """The selection of these fields (None: all with a column), as far as `rights` go; Invalid for others.

    `needed` are fields to select besides. The id is always shown.
    """
    wanted = _wanted(record_type, names, rights)
    shown = tuple(record_type.fields[name] for name in wanted if _has_column(record_type, name))
    own = {field.name for field in shown}
    children = tuple(name for name in wanted if name in record_type.children)
    lines = [field for name in children for field in record_type.children[name].public]
    helpers = [name for name in _currencies([*shown, *lines]) if name in record_type.fields]
    return Selection(
        record_type,
        shown,
        tuple(record_type.fields[name] for name in dict.fromkeys([*helpers, *needed]) if name not in own),
        children,
        "tags" in wanted,
        rights,
    )


def _wanted(record_type: RecordType, names: tuple[str, ...] | None, rights: FieldRights) -> Sequence[str]:
    """The names to show; the id first."""
    readable = [field.name for field in record_type.public if field.name in rights.visible]
    if names is None:
        return [name for name in readable if _has_column(record_type, name)]
    known = {*readable, *record_type.children}
    for name in names:
        if name not in known:
            raise unknown_field("fields", name, known)
    return list(dict.fromkeys(["id", *names]))


def _has_column(record_type: RecordType, name: str) -> bool:
    return name in record_type.fields and bool(record_type.fields[name].attribute)


def _currencies(fields: Sequence[Field]) -> Iterator[str]:
    """The fields that name the currencies of amounts (a line's may stand in the record itself)."""
    for field in fields:
        if isinstance(field.kind, MoneyKind):
            yield field.kind.currency
