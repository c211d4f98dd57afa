"""What several rules of core need to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from core.contracts.resources import Values
from core.errors import FieldError
from core.labels import translations

_ = translations("core")

REQUIRED = _("This field is required.")
TWICE = _("This stands twice in the list.")


def required(*names: str) -> dict[str, FieldError]:
    """That these fields must be filled in."""
    return {name: FieldError("required", REQUIRED) for name in names}


def doubles(values: Values, lines: str, field: str) -> Mapping[str, FieldError]:
    """Lines whose `field` has the same value as an earlier line's."""
    seen: Counter[object] = Counter()
    found = {}
    for number, line in enumerate(values.get(lines) or ()):
        value = line[field]
        if value is not None and seen[value]:
            found[f"{lines}.{number}.{field}"] = FieldError("not_unique", TWICE, value)
        seen[value] += 1
    return found
