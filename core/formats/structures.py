"""JSON values that may be stored: not too deep, not too large, and the same when they are read again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from core.formats.numbers import INTEGER_MAX, INTEGER_MIN
from core.labels import translations

_ = translations("core")

DEEPEST = 32
MOST_PARTS = 20_000
MOST_CHARACTERS = 500_000
_TOO_DEEP = _("is nested more than {deepest} deep").fill(deepest=DEEPEST)
_TOO_LARGE = _("is too large; at most {parts} values and {characters} characters fit").fill(
    parts=MOST_PARTS, characters=MOST_CHARACTERS
)
_TOO_WIDE = _("holds a number of more than 64 bits; write it as text")
_TOO_FINE = _("holds a number with more digits than programs keep; write it as text")


def clean_structure(value: Any) -> Any:
    """The value with plain numbers: `Decimal`, as which JSON is read, becomes a float where none is lost.

    Raises ValueError for what is too deep or too large, for numbers that would change, and for text that is
    none.
    """
    _refuse_excess(value)
    return _clean(value)


def _refuse_excess(value: Any) -> None:
    """Raise ValueError for a value with too many levels, parts or characters; counted without recursion."""
    parts = characters = 0
    waiting = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        below = _below(item)
        parts, characters = parts + 1, characters + (len(item) if isinstance(item, str) else 0)
        if depth > DEEPEST:
            raise ValueError(_TOO_DEEP)
        if parts + len(waiting) + len(below) > MOST_PARTS or characters > MOST_CHARACTERS:
            raise ValueError(_TOO_LARGE)
        waiting += [(part, depth + 1) for part in below]


def _below(item: Any) -> list[Any]:
    """What an object or a list holds, keys included."""
    if isinstance(item, Mapping):
        return [*item.keys(), *item.values()]
    return item if isinstance(item, list) else []


def _clean(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_clean(key): _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, Decimal | float):
        return _number(value)
    if isinstance(value, str):
        value.encode()  # half of a surrogate pair is a ValueError
    elif isinstance(value, int) and not INTEGER_MIN <= value <= INTEGER_MAX:
        raise ValueError(_TOO_WIDE)
    return value


def _number(value: Decimal | float) -> float:
    number = float(value)
    if not math.isfinite(number) or (isinstance(value, Decimal) and Decimal(repr(number)) != value):
        raise ValueError(_TOO_FINE)
    return number
