"""The orders in which a resource can be listed: value, then id; empty values last in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, false, literal, or_

from core.errors import did_you_mean, invalid
from core.host.record_types import RecordType
from core.labels import translations
from core.services.access import FieldRights

_ = translations("core")


@dataclass(frozen=True, eq=False, slots=True)
class Key:
    """One column of an order; `empty_first` in the order that is walked backwards."""

    column: Any
    descending: bool
    nullable: bool
    empty_first: bool = False

    def order(self) -> Iterator[ColumnElement[Any]]:
        """Its part of ORDER BY."""
        if self.nullable:
            yield self.column.is_(None).desc() if self.empty_first else self.column.is_(None)
        yield self.column.desc() if self.descending else self.column.asc()

    def beyond(self, value: Any) -> ColumnElement[bool]:
        """The rows that come after those with this value."""
        if value is None:
            filled: ColumnElement[bool] = self.column.is_not(None)
            return filled if self.empty_first else false()
        there = self._literal(value)
        further: ColumnElement[bool] = self.column < there if self.descending else self.column > there
        return or_(further, self.column.is_(None)) if self.nullable and not self.empty_first else further

    def same(self, value: Any) -> ColumnElement[bool]:
        """The rows with this value."""
        same: ColumnElement[bool] = (
            self.column.is_(None) if value is None else self.column == self._literal(value)
        )
        return same

    def bound(self, value: Any) -> ColumnElement[bool]:
        """The rows with this value or after it; an index can begin there."""
        there = self._literal(value)
        bound: ColumnElement[bool] = self.column <= there if self.descending else self.column >= there
        return bound

    def _literal(self, value: Any) -> Any:
        # PostgreSQL casts the value to this type: a cursor may hold any number of 64 bits
        return literal(value, BigInteger() if type(value) is int else self.column.type)


@dataclass(frozen=True, eq=False, slots=True)
class Order:
    """A whole order; the last key is the id, so no two rows are equal. `name` is as it was asked for.

    `record` is the model that is listed; `beside` is the extension's that has the first key, if it is not the
    record's own: an index of its table, with the id that it shares with the record, then leads to the rows.
    """

    name: str
    keys: tuple[Key, ...]
    record: Any = None
    beside: Any = None

    def with_value(self, statement: Select[Any]) -> tuple[Select[Any], tuple[Key, ...]]:
        """The rows that have a value to be sorted by, and the keys that walk its index."""
        first, *rest = self.keys
        if self.beside is None:
            return statement, (valued(first), *rest)
        # The id of the same table, not the record's: only so does SQLite see that the index is in order.
        walked = (replace(key, column=self.beside.id) for key in rest)
        return statement.join(self.beside, self._same_id), (valued(first), *walked)

    def without_value(self, statement: Select[Any]) -> tuple[Select[Any], tuple[Key, ...]]:
        """The rows that have none, or no row beside them, and the keys that walk them."""
        first, *rest = self.keys
        empty = self.joined(statement).where(first.column.is_(None))
        return empty, tuple(rest) if self.beside is not None else (valued(first), *rest)

    def joined(self, statement: Select[Any]) -> Select[Any]:
        """All rows, with those of the extension where there are any."""
        return statement if self.beside is None else statement.outerjoin(self.beside, self._same_id)

    def turned(self) -> Order:
        """The same order backwards: empty values come first then."""
        keys = tuple(
            replace(key, descending=not key.descending, empty_first=not key.empty_first) for key in self.keys
        )
        return replace(self, keys=keys)

    @property
    def _same_id(self) -> ColumnElement[bool]:
        return self.beside.id == self.record.id  # type: ignore[no-any-return]


def order_of(
    record_type: RecordType, sort: str | None, rights: FieldRights, group: str | None = None
) -> Order:
    """The order of one of the offered sorts, or by the field by which rows are grouped; Invalid for others.

    Nobody sorts by what he may not read. The default is for everybody: who may not read what it sorts by gets
    the order of ids.
    """
    readable = rights.readable
    offered = {
        name: fields for name, fields in record_type.sorts.items() if _readable(fields) <= readable | {"id"}
    }
    name = sort or record_type.resource.default_sort
    base = name.removeprefix("-")
    if base not in offered:
        if sort:
            _refuse(sort, offered)
        name = base = "id"
    fields = offered.get(base, ("id",))
    if group:
        name, fields = _grouped(record_type, group, readable, name, fields)
    keys = tuple(_keys(record_type, fields, turned=name.startswith("-")))
    holder = record_type.holder(fields[0].removeprefix("-"))
    beside = None if holder is record_type.model else holder
    return Order(name, keys, record_type.model, beside)


def _grouped(
    record_type: RecordType, group: str, readable: frozenset[str], sort: str, fields: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """The order in which groups stand together: the one asked for, where it begins with their field."""
    offered = {name: order for name, order in record_type.groups.items() if name in readable}
    if group not in offered:
        message = _("This list can be grouped by: {fields}.").fill(fields=", ".join(offered))
        raise invalid("group", "group_unknown", message)
    return (sort, fields) if fields[0].removeprefix("-") == group else (f"group {group}", offered[group])


def _readable(fields: Iterable[str]) -> set[str]:
    return {field.removeprefix("-") for field in fields}


def _refuse(sort: str, offered: Mapping[str, object]) -> None:
    message = _("This list can be sorted by: {sorts}.").fill(sorts=", ".join(offered))
    fix = did_you_mean(sort[:100].removeprefix("-"), offered)
    raise invalid(
        "sort", "sort_unknown", message, sort if len(sort) <= 100 and sort.isprintable() else None, fix=fix
    )


def _keys(record_type: RecordType, fields: Iterable[str], *, turned: bool) -> Iterator[Key]:
    """The columns; the id goes the way of the last one, so that one index serves both directions."""
    last = False
    for field in fields:
        last = field.startswith("-") != turned
        yield _key(record_type, field.removeprefix("-"), last)
        if field.removeprefix("-") == "id":
            return
    yield _key(record_type, "id", last)


def _key(record_type: RecordType, name: str, descending: bool) -> Key:
    """The column that sorts a field: names have a key for it."""
    field = record_type.fields[name]
    column = record_type.attribute(f"{name}_key" if field.sort_key else name)
    nullable = bool(field.extension) or bool(column.property.columns[0].nullable)
    return Key(column, descending, nullable)


def after(keys: tuple[Key, ...], values: tuple[Any, ...]) -> ColumnElement[bool]:
    """The rows after a position, key by key: beyond the first, or equal in it and beyond the second, ..."""
    ways: list[ColumnElement[bool]] = []
    equal: list[ColumnElement[bool]] = []
    for key, value in zip(keys, values, strict=True):
        ways.append(and_(*equal, key.beyond(value)))
        equal.append(key.same(value))
    return or_(*ways)


def valued(key: Key) -> Key:
    """The key within rows that have a value."""
    return replace(key, nullable=False)
