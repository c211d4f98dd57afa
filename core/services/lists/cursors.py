"""Cursors: where a page ended, as text that only this module reads. Anything else in its place is refused."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson

from core.contracts.types import Moment, Scaled
from core.errors import Invalid, invalid
from core.formats.moments import parse_moment
from core.formats.numbers import INTEGER_MAX, INTEGER_MIN, scale
from core.formats.texts import refuse_controls
from core.labels import translations
from core.services.lists.sorting import Key, Order

_ = translations("core")

Position = tuple[Any, ...]
"""The values of an order's keys in the last row of a page."""

LONGEST = 4_000
NOT_OURS = _("This is not a cursor of this list in this order.")
USE_NEXT = _("Send the next of the page before, with the same sort; leave it out for the first page.")


def encode(order: Order, position: Sequence[Any]) -> str:
    """The cursor of a position."""
    content = orjson.dumps([order.name, *map(_written, position)])
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def decode(order: Order, cursor: str) -> Position:
    """The position of a cursor that `encode` made for the same order; Invalid for anything else."""
    try:
        name, *values = _content(cursor)
        position = tuple(_read(key, value) for key, value in zip(order.keys, values, strict=True))
    except (ValueError, TypeError, ArithmeticError):
        raise _refused() from None
    if name != order.name or encode(order, position) != cursor:
        raise _refused()
    return position


def _content(cursor: str) -> list[Any]:
    if len(cursor) > LONGEST:
        raise ValueError
    padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
    content = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    if not isinstance(content, list) or not content:
        raise ValueError
    return content


def _refused() -> Invalid:
    return invalid("after", "cursor_invalid", NOT_OURS, fix=USE_NEXT)


def _written(value: Any) -> Any:
    """A key's value in JSON."""
    return format(value, "f") if isinstance(value, Decimal) else value


def _read(key: Key, raw: Any) -> Any:
    """A key's value from JSON, of the type of its column."""
    if raw is None:
        if not key.nullable:
            raise ValueError
        return None
    column_type = key.column.type
    if isinstance(column_type, Scaled):
        number = Decimal(raw)
        scale(number, column_type.places)
        return number
    wanted = datetime if isinstance(column_type, Moment) else column_type.python_type
    return _READERS[wanted](raw)


def _text(raw: Any) -> str:
    refuse_controls(raw)
    return str(raw)


def _integer(raw: Any) -> int:
    if type(raw) is not int or not INTEGER_MIN <= raw <= INTEGER_MAX:
        raise ValueError
    return raw


def _flag(raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise TypeError
    return raw


def _moment(raw: Any) -> datetime:
    return parse_moment(raw, None)


_READERS: Mapping[type, Callable[[Any], Any]] = {
    str: _text,
    int: _integer,
    bool: _flag,
    date: date.fromisoformat,
    datetime: _moment,
}
