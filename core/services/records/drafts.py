"""Drafts: records on their way to the table, with what was sent, what stands there now and what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.contracts.fields import Field
from core.contracts.kinds import Kind, Problem
from core.errors import FieldError, FieldErrors, Invalid
from core.host.field_sets import FieldSet


@dataclass(frozen=True, slots=True)
class Update:
    """A change of one record: the fields to set, and the version it was read at (None: whichever it is)."""

    id: int
    values: Mapping[str, Any]
    version: int | None = None


@dataclass(eq=False)
class Line:
    """One row to be, a record or a line of its children; `path` leads errors to it ("phones.0.")."""

    path: str
    form: FieldSet
    sent: dict[str, Any]
    before: Mapping[str, Any] | None
    values: dict[str, Any]

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields that it has."""
        return self.form.fields

    @property
    def id(self) -> int:
        """The row's id; 0 while it has none."""
        return self.values.get("id") or 0

    def differs(self) -> bool:
        """Whether anything has another value than before."""
        return self.before is None or any(
            self.before.get(name) != self.values.get(name) for name in self.fields
        )

    def stored(self, kind_values: Mapping[str, Any]) -> dict[str, Any]:
        """The columns' values; `kind_values` completes the line where storing needs its record (currency)."""
        return self.form.columns(self.values, kind_values)


@dataclass(eq=False)
class Draft:
    """One record to be written. `children` and `tags` hold only what was sent."""

    record: Line
    children: dict[str, list[Line]] = field(default_factory=dict)
    children_before: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    inherited_country: str | None = None
    errors: dict[str, list[FieldError]] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """The record's values as they will be."""
        return self.record.values

    def lines(self) -> Iterator[Line]:
        """The record itself, then all lines of its children."""
        yield self.record
        for lines in self.children.values():
            yield from lines

    def complain(self, path: str, code: str, message: str, value: object = None) -> None:
        """Note that a field is wrong."""
        self.errors.setdefault(path, []).append(FieldError(code, message, value))

    def try_kind(self, line: Line, name: str, kind: Kind, values: Mapping[str, Any]) -> None:
        """Let a kind judge a value in the light of its record; note the problem if there is one."""
        try:
            kind.store(line.values.get(name), values)
        except Problem as problem:
            self.complain(line.path + name, problem.code, problem.message, line.values.get(name))

    def before(self) -> dict[str, Any] | None:
        """The record before, with the children that are being changed."""
        return None if self.record.before is None else {**self.record.before, **self.children_before}

    def after(self) -> dict[str, Any]:
        """The record after, with the children that are being changed."""
        return {
            **self.values,
            **{name: [line.values for line in lines] for name, lines in self.children.items()},
        }


Drafts = dict[int, Draft]
"""Drafts by the index of their row in the request."""


def faulty(drafts: Drafts) -> dict[int, FieldErrors]:
    """The errors of all drafts that have any."""
    return {index: draft.errors for index, draft in drafts.items() if draft.errors}


def sound(drafts: Drafts) -> Drafts:
    """The drafts without errors."""
    return {index: draft for index, draft in drafts.items() if not draft.errors}


def refuse(errors: Mapping[int, FieldErrors]) -> None:
    """Raise Invalid when any row has errors."""
    if errors:
        raise Invalid(rows=errors)
