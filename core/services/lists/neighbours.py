"""Where a record stands in a list: the records before and after it, and its number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from core.services.lists.cursors import Position
from core.services.lists.listing import BESIDE, COUNTED, Listing, prepare
from core.services.lists.paging import fetch, phases
from core.services.lists.query import Query

if TYPE_CHECKING:
    from core.services.work import Work


@dataclass(frozen=True, slots=True)
class Place:
    """A record's place in a list, from 1; `number` and `count` are None where there are more than 1,000.

    `previous` and `next` are the ids of the records beside it, None at an end. A record that is not in the
    list (any more) has no number, and nobody beside it.
    """

    previous: int | None = None
    next: int | None = None
    number: int | None = None
    count: int | None = None


def place_of(work: Work, resource: Any, query: Query, id: int) -> Place:
    """Where a record stands in a list; the page of the query does not matter."""
    listing, position = _prepared(work, resource, query, id)
    if position is None:
        return Place()
    return Place(
        previous=_nearest(listing, position, backwards=True),
        next=_nearest(listing, position, backwards=False),
        number=_number(listing, position),
        count=listing.count(COUNTED),
    )


def beside(work: Work, resource: Any, query: Query, id: int, *, backwards: bool) -> int | None:
    """The id of the record after (or before) this one in a list; None at its end."""
    listing, position = _prepared(work, resource, query, id)
    return None if position is None else _nearest(listing, position, backwards=backwards)


def _prepared(work: Work, resource: Any, query: Query, id: int) -> tuple[Listing, Position | None]:
    """The list and the values by which the record is sorted in it; None if it is not in the list."""
    listing = prepare(work, resource, replace(query, fields=("id",), include=(), after=None, before=None))
    model, order = listing.record_type.model, listing.order
    keys = select(*(key.column for key in order.keys)).select_from(model)
    statement = order.joined(keys).where(*listing.criteria, model.id == id)
    row = work.session.execute(statement.execution_options(**BESIDE)).one_or_none()
    return listing, None if row is None else tuple(row)


def _ids(listing: Listing, position: Position, *, backwards: bool) -> Iterator[Select[Any]]:
    """The SELECTs of the ids of all records on one side of a position, the nearest first."""
    ids = select(listing.record_type.model.id).where(*listing.criteria).execution_options(**BESIDE)
    return phases(ids, listing.order, position, backwards=backwards)


def _nearest(listing: Listing, position: Position, *, backwards: bool) -> int | None:
    found = fetch(listing.work, _ids(listing, position, backwards=backwards), 1)
    return found[0][0] if found else None


def _number(listing: Listing, position: Position) -> int | None:
    """One more than stand before it; None for more than 1,000."""
    count = 0
    for statement in _ids(listing, position, backwards=True):
        limited = statement.limit(COUNTED - count).subquery()
        counted = select(func.count()).select_from(limited).execution_options(**BESIDE)
        count += listing.work.session.execute(counted).scalar_one()
        if count >= COUNTED:
            return None
    return count + 1
