"""Plain values as JSON, the same at every door: decimals are strings, moments end in Z, dates are dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson


def encode(value: Any) -> bytes:
    """JSON in UTF-8. TypeError for a value that no service may answer."""
    return orjson.dumps(value, default=plain, option=orjson.OPT_UTC_Z)


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
