"""Records in columns, one for each value of a field: the first of each, and how many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, literal, select, union_all

from core.contracts.choices import MoneyKind
from core.formats.currencies import from_minor
from core.host.record_types import RecordType
from core.services.lists.counting import count_each
from core.services.lists.listing import BESIDE, Listing, criteria, prepare
from core.services.lists.query import Query, Row
from core.services.lists.sums import exact_sum

if TYPE_CHECKING:
    from core.services.work import Work

NEWEST_FIRST = "-id"


@dataclass(frozen=True, slots=True)
class Column:
    """The newest records with a value; `count` is None for more than a thousand, `sums` are by currency."""

    value: str | None
    rows: Sequence[Row]
    count: int | None
    sums: Mapping[str, Decimal]

    @property
    def is_complete(self) -> bool:
        """Whether these are all."""
        return self.count is not None and len(self.rows) >= self.count


def columns(
    work: Work, resource: Any, field: str, values: Sequence[str | None], query: Query, amount: str = ""
) -> list[Column]:
    """The columns of a board: the newest `query.limit` records with each of the values (None: without one).

    `amount` is a field to add up. Three statements, whatever the number of columns. Raises Invalid and
    Forbidden like a list.
    """
    query.check()
    record_type = work.registry.type_of(resource)
    asked = {value: _with(query, field, value) for value in values}
    rows = _rows(work, record_type, asked, query.limit)
    counts, sums = _counts(work, record_type, asked), _sums(work, record_type, field, query, amount)
    return [Column(value, rows[value], counts[value], sums.get(value, {})) for value in values]


def _with(query: Query, field: str, value: str | None) -> Query:
    """The part of a query that stands in one column."""
    own: dict[str, Any] = {"field": field, "op": "eq", "value": value}
    if value is None:
        own = {"field": field, "op": "empty"}
    where = own if query.where is None else {"and": [query.where, own]}
    return replace(query, where=where, sort=NEWEST_FIRST, after=None)


def _rows(
    work: Work, record_type: RecordType, asked: Mapping[str | None, Query], limit: int
) -> Mapping[str | None, list[Row]]:
    """The rows of all columns by one statement, each column limited on its own."""
    places = list(asked)
    listings = [prepare(work, record_type, asked[value]) for value in places]
    parts = [_limited(listing, place, limit) for place, listing in enumerate(listings)]
    found = work.session.execute(union_all(*parts).execution_options(**BESIDE)).all()
    rows: dict[str | None, list[Row]] = defaultdict(list)
    # Finished together, so that what belongs to them is read once; the places stay beside them in order.
    finished = listings[0].finished([row[1:] for row in found])
    for (place, *_values), row in zip(found, finished, strict=True):
        rows[places[place]].append(row)
    for column in rows.values():  # a union promises no order
        column.sort(key=lambda row: -int(row["id"]))
    return rows


def _limited(listing: Listing, place: int, limit: int) -> Select[Any]:
    """The first rows of one column behind its place."""
    model = listing.record_type.model
    statement = listing.statement.where(*listing.criteria).order_by(model.id.desc()).limit(limit)
    part = statement.subquery()
    return select(literal(place), *part.c).order_by(None)


def _counts(
    work: Work, record_type: RecordType, asked: Mapping[str | None, Query]
) -> Mapping[str | None, int | None]:
    """How many there are of each, counted to a thousand."""
    ids = [
        select(record_type.model.id).where(*criteria(work, record_type, query)) for query in asked.values()
    ]
    return dict(zip(asked, count_each(work, ids), strict=True))


def _sums(
    work: Work, record_type: RecordType, field: str, query: Query, amount: str
) -> Mapping[str | None, Mapping[str, Decimal]]:
    """The exact sums of an amount by value and currency, over all that the query finds."""
    kind = record_type.fields[amount].kind if amount else None
    if not isinstance(kind, MoneyKind):
        return {}
    by, currency = record_type.attribute(field), record_type.attribute(kind.currency)
    column = record_type.attribute(amount)
    statement = (
        select(by, currency, exact_sum(column))
        .where(*criteria(work, record_type, query), column.is_not(None))
        .group_by(by, currency)
        .execution_options(**BESIDE)
    )
    sums: dict[str | None, dict[str, Decimal]] = defaultdict(dict)
    for value, code, total in work.session.execute(statement):
        sums[value][code] = from_minor(total, code)
    return sums
