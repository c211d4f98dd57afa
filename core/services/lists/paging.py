"""Pages by key: the rows after a position, rows with a value first, then those without. Never OFFSET.

Each phase walks one index: a single `ORDER BY value IS NULL, value, id` would sort the whole table. Where
several keys are compared one by one, a bound on the first tells the database where in the index to begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, tuple_

from core.services.lists.cursors import Position
from core.services.lists.sorting import Key, Order, after

if TYPE_CHECKING:
    from core.services.work import Work

MOST = "most_rows"
LIMIT = bindparam(MOST, type_=Integer, required=True)
"""How many rows a SELECT answers at most: a parameter, so that it can be made before anybody knows."""


def phases(
    statement: Select[Any], order: Order, position: Position | None, *, backwards: bool = False
) -> Iterator[Select[Any]]:
    """The SELECTs that together give all rows after the position, in order, for `fetch`.

    Backwards: all rows before it, the nearest first.
    """
    if backwards:
        yield from _empty(statement, order.turned(), position) if position and position[0] is None else ()
        yield from _valued(statement, order.turned(), position)
    else:
        yield from _valued(statement, order, position) if position is None or position[0] is not None else ()
        yield from _empty(statement, order, position)


def _valued(statement: Select[Any], order: Order, position: Position | None) -> Iterator[Select[Any]]:
    """The rows that have a value to be sorted by."""
    place = None if position is None or position[0] is None else position
    rows, keys = order.with_value(statement)
    yield rows.where(*_with_value(order.keys[0], keys, place)).order_by(*_order(keys)).limit(LIMIT)


def _empty(statement: Select[Any], order: Order, position: Position | None) -> Iterator[Select[Any]]:
    """Those that have none."""
    first, *rest = order.keys
    if first.nullable:
        place = position[1:] if position and position[0] is None else None
        empty, keys = order.without_value(statement)
        yield empty.where(*beyond(tuple(rest), place)).order_by(*_order(keys)).limit(LIMIT)


def fetch(work: Work, statements: Iterable[Select[Any]], size: int) -> Sequence[Any]:
    """The first `size` rows of several SELECTs, one after another; LIMIT is their parameter."""
    found: list[Any] = []
    for statement in statements:
        found += work.session.execute(statement, {MOST: size - len(found)}).all()
        if len(found) == size:
            break
    return found


def _with_value(
    first: Key, keys: tuple[Key, ...], position: Position | None
) -> Iterator[ColumnElement[bool]]:
    """What the rows of the first phase are like."""
    if position is not None:
        yield from beyond(keys, position)
    elif first.nullable:
        yield first.column.is_not(None)


def beyond(keys: tuple[Key, ...], position: Position | None) -> Iterator[ColumnElement[bool]]:
    """What comes after a position: one comparison of whole rows where all keys go the same way."""
    if position is None:
        return
    if len(keys) > 2 and not keys[0].nullable:
        yield keys[0].bound(position[0])
    if len(keys) == 1 or len({key.descending for key in keys}) > 1 or any(key.nullable for key in keys):
        yield after(keys, position)
        return
    columns = tuple_(*(key.column for key in keys))
    yield columns < position if keys[0].descending else columns > position


def _order(keys: Iterable[Key]) -> list[ColumnElement[Any]]:
    return [part for key in keys for part in key.order()]
