"""Plain values as JSON, the same at every door: decimals are strings, moments end in Z, dates are dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import orjson

from core.labels import Label, Translator


def encode(value: Any, translate: Translator = str) -> bytes:
    """JSON in UTF-8, with labels in the language of `translate`. TypeError for what no service may answer."""
    if translate is str:  # English, which labels are already
        return orjson.dumps(value, default=plain, option=orjson.OPT_UTC_Z)
    known = partial(_translated, translate)
    return orjson.dumps(value, default=known, option=orjson.OPT_UTC_Z | orjson.OPT_PASSTHROUGH_SUBCLASS)


def _translated(translate: Translator, value: Any) -> Any:
    """A label in another language; values of other subclasses as what they are at bottom."""
    if isinstance(value, Label):
        return translate(value)
    kinds: tuple[type[Any], ...] = (str, int, dict, list)
    kind = next((kind for kind in kinds if isinstance(value, kind)), plain)
    return kind(value)


def translated(value: Any, translate: Translator) -> Any:
    """A value that came from JSON, with the labels in it as plain texts of one language."""
    if isinstance(value, Label):
        return translate(value)
    if isinstance(value, dict):
        return {name: translated(item, translate) for name, item in value.items()}
    return [translated(item, translate) for item in value] if isinstance(value, list) else value


def plain_values(value: Any) -> Any:
    """A value as it comes back from JSON."""
    return orjson.loads(encode(value))


def plain(value: Any) -> Any:
    """What stands in JSON for a value that it does not know; TypeError where nothing does."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")
