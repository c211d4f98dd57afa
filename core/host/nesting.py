"""Fields of extensions in JSON: `utilities.credit_grade` stands as `{"extensions": {"utilities": {...}}}`.

Everywhere inside, and in every other format, they have their flat names; only what is read from JSON and
written to it goes through here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors import FieldError, Invalid
from core.labels import translations

_ = translations("core")

EXTENSIONS = "extensions"
SHAPE = _("Write the fields of each plugin in an object: {example}.")
EXAMPLE = '{"extensions": {"plugin": {"field": "value"}}}'
TWICE = _("This field is given twice.")


def flat(raw: Any) -> Any:
    """Values as they were sent, under flat names; what is no object is left for the reader to refuse.

    Raises Invalid where `extensions` is not an object of objects, or gives a field that is there already.
    """
    if not isinstance(raw, dict) or EXTENSIONS not in raw:
        return raw
    values = {name: value for name, value in raw.items() if name != EXTENSIONS}
    for owner, fields in _object(raw[EXTENSIONS], EXTENSIONS).items():
        for name, value in _object(fields, f"{EXTENSIONS}.{owner}").items():
            path = f"{owner}.{name}"
            if path in values:
                raise Invalid({path: (FieldError("given_twice", TWICE, value),)})
            values[path] = value
    return values


def _object(value: Any, path: str) -> Mapping[str, Any]:
    if isinstance(value, dict):
        return value
    raise Invalid({path: (FieldError("shape", SHAPE.fill(example=EXAMPLE)),)})


def nested(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the fields of extensions as they stand in JSON, after all others."""
    shown: dict[str, Any] = {}
    beside: dict[str, dict[str, Any]] = {}
    for path, value in row.items():
        owner, dot, name = path.partition(".")
        if dot:
            beside.setdefault(owner, {})[name] = value
        else:
            shown[path] = value
    return {**shown, EXTENSIONS: beside} if beside else shown
