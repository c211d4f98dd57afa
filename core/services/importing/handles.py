"""What makes rows of one file depend on each other: values that only one may hold, and records named by key.

A row that shares a handle with an earlier one is judged only when that one has been written, so it makes no
difference whether two rows meet in one transaction or in two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.services.importing.file_row import FileRow, Handle
from core.services.importing.plans import Plan


def handles_of(plan: Plan, row: FileRow) -> frozenset[Handle]:
    """What no other row may hold: unique values, and the key."""
    return frozenset(_held(plan, row))


def needs_of(plan: Plan, row: FileRow) -> frozenset[Handle]:
    """Records of the row's own kind that it names: an earlier row may have to bring them."""
    table, key = plan.record_type.model.__tablename__, plan.record_type.resource.key
    return frozenset((table, key, str(value)) for value in _named(plan, row) if value is not None)


def waves(rows: Sequence[FileRow]) -> list[list[FileRow]]:
    """The rows in the order of the file, parted so that no row of a part depends on another of the same.

    What brings a record comes no sooner than earlier rows that name it: they are to find it missing.
    """
    last: dict[Handle, int] = {}
    named: dict[Handle, int] = {}
    parted: list[list[FileRow]] = []
    for row in rows:
        after = [last[handle] + 1 for handle in row.handles | row.needs if handle in last]
        wave = max((*after, *(named[handle] for handle in row.handles if handle in named)), default=0)
        last.update(dict.fromkeys(row.handles, wave))
        named.update({handle: max(named.get(handle, 0), wave) for handle in row.needs})
        if wave == len(parted):
            parted.append([])
        parted[wave].append(row)
    return parted


def _held(plan: Plan, row: FileRow) -> Iterator[Handle]:
    for group, values in _parts(row):
        record_type = plan.groups[group].record_type or plan.record_type
        for name in plan.unique[group]:
            if values.get(name) is not None:
                yield record_type.model.__tablename__, name, str(values[name])


def _named(plan: Plan, row: FileRow) -> Iterator[Any]:
    """The values of all references to the row's own kind of record."""
    for group, values in (*_parts(row), *_lines(row)):
        yield from (values.get(name) for name in plan.own_references[group])


def _parts(row: FileRow) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The records of a row with the names of their groups."""
    yield "", row.values
    for member in row.related:
        yield member.group, member.values


def _lines(row: FileRow) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name in row.numbers:
        for line in row.values.get(name) or ():
            yield name, line
