"""Values as they are typed: `--set city=Berlin`, `--set lines='[...]'`, or JSON from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.cli.errors import UsageProblem
from core.cli.words import parse_json, read_file
from core.contracts.kinds import JsonKind
from core.errors import did_you_mean
from core.host.nesting import flat
from core.host.record_types import RecordType
from core.labels import translations

_ = translations("core")

NO_SIGN = _("{text} is not of the form field=value.")
UNKNOWN = _("There is no field {name}.")
ONE_OBJECT = _("The JSON must be one object here.")
OBJECTS = _("The JSON must be an object or a list of objects.")


def typed_values(record_type: RecordType, typed: Sequence[str]) -> dict[str, Any]:
    """The values of all `--set`; lines and structures are read as JSON."""
    values = {}
    for name, value in map(split_pair, typed):
        _require_known(record_type, name)
        values[name] = parse_json(value, name) if value and _is_json(record_type, name) else value
    return values


def split_pair(text: str) -> tuple[str, str]:
    """The name and the value of `name=value`."""
    name, sign, value = text.partition("=")
    if not sign:
        raise UsageProblem(NO_SIGN.fill(text=repr(text)))
    return name.strip(), value


def _require_known(record_type: RecordType, name: str) -> None:
    known = [*(field.name for field in record_type.public), *record_type.children, "version"]
    if name in known:
        return
    see = _("See guanxi {resource} fields.").fill(resource=record_type.resource.path.replace("/", " "))
    raise UsageProblem(UNKNOWN.fill(name=name), fix=did_you_mean(name, known) or see)


def _is_json(record_type: RecordType, name: str) -> bool:
    field = record_type.fields.get(name)
    return name in record_type.children or (field is not None and isinstance(field.kind, JsonKind))


def rows(record_type: RecordType, typed: Sequence[str], file: str | None) -> list[dict[str, Any]]:
    """The records to create: what the JSON holds, each with the values of `--set`."""
    values = typed_values(record_type, typed)
    found = _objects(file) if file is not None else [{}]
    return [{**flat(row), **values} for row in found]


def row(record_type: RecordType, typed: Sequence[str], file: str | None) -> Mapping[str, Any]:
    """The values of one change."""
    found = rows(record_type, typed, file)
    if len(found) != 1:
        raise UsageProblem(ONE_OBJECT)
    return found[0]


def _objects(file: str) -> list[dict[str, Any]]:
    content = parse_json(read_file(file), file)
    found = content if isinstance(content, list) else [content]
    if not all(isinstance(item, dict) for item in found):
        raise UsageProblem(OBJECTS)
    return found
