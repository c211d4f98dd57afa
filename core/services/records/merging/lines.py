"""The lines of two records as those of one: nothing stands twice, nothing is left behind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from core.contracts.kinds import EmailKind, PhoneKind, ReferenceKind
from core.contracts.resources import Spare
from core.host.record_types import ChildType, RecordType
from core.services.records.merging.choosing import EMPTY, Choice

Row = dict[str, Any]
IDENTITY = (PhoneKind, EmailKind, ReferenceKind)
"""A required field of one of these kinds says alone which line it is; others are compared as a whole."""


def joined(
    record_type: RecordType, kept: Row, lost: Row, choices: Mapping[str, Choice]
) -> dict[str, list[Row]]:
    """The lists of lines that get more: those of the kept record by id, then the new ones."""
    found: dict[str, list[Row]] = {}
    for name, child in record_type.children.items():
        own = {_identity(child, line) for line in kept[name]} | _said(record_type, name, child, choices)
        new: list[Row] = []
        for line in (*map(_copy(child), lost[name]), *_spare(record_type, name, child, choices)):
            if _identity(child, line) not in own:
                own.add(_identity(child, line))
                new.append(line)
        if new:
            found[name] = [*({"id": line["id"]} for line in kept[name]), *new]
    return found


def _copy(child: ChildType) -> Any:
    names = [field.name for field in child.writable if field.name != "id" and not field.computed]
    return lambda line: {name: line[name] for name in names}


def _identity(child: ChildType, line: Mapping[str, Any]) -> tuple[Any, ...]:
    names = [f.name for f in child.public if f.required and isinstance(f.kind, IDENTITY)]
    names = names or [f.name for f in child.writable if f.name != "id"]
    return tuple(_plain(line.get(name)) for name in names)


def _plain(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


def _spares(record_type: RecordType, name: str) -> Iterator[Spare]:
    spare = record_type.resource.mergeable.spare if record_type.resource.mergeable else ()
    yield from (item for item in spare if item.lines == name)


def _spare(
    record_type: RecordType, name: str, child: ChildType, choices: Mapping[str, Choice]
) -> Iterator[Row]:
    """Values of either record for which there is no room any more, as lines."""
    for item in _spares(record_type, name):
        found = [choices[field] for field in item.fields if field in choices]
        for side in ("lost", "kept"):
            without = any(_goes(choice, getattr(choice, side)) for choice in found)
            if without:
                values = {item.fields[c.field.name]: getattr(c, side) for c in found}
                yield _blank_line(child) | values


def _goes(choice: Choice, value: Any) -> bool:
    return value not in EMPTY and _plain(value) != _plain(choice.value)


def _said(record_type: RecordType, name: str, child: ChildType, choices: Mapping[str, Choice]) -> set[Any]:
    """What the record itself says, so that no line repeats it."""
    found = set()
    for item in _spares(record_type, name):
        values = {item.fields[f]: choices[f].value for f in item.fields if f in choices}
        found.add(_identity(child, _blank_line(child) | values))
    return found


def _blank_line(child: ChildType) -> Row:
    return {field.name: field.default for field in child.writable if field.name != "id"}
