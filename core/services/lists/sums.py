"""Sums that never overflow and never round.

SQLite fails with "integer overflow" as soon as a sum leaves 64 bits. So both databases add up the upper and
the lower 32 bits of the values apart, and Python puts the two sums together.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Dialect,
    Integer,
    String,
    cast,
    func,
    literal,
    type_coerce,
)
from sqlalchemy.types import TypeDecorator

from core.contracts.types import Scaled
from core.formats.numbers import unscale

HALF = 32
LOWER = 2**HALF - 1


class _Halves(TypeDecorator[Any]):
    """Two sums as one text, `upper:lower`; read as an integer, or as a decimal of `places` places."""

    impl = String
    cache_ok = True

    def __init__(self, places: int | None) -> None:
        super().__init__()
        self.places = places

    def process_result_value(self, value: Any | None, dialect: Dialect) -> int | Decimal:
        """The sum; of nothing it is 0."""
        upper, lower = (value or "0:0").split(":")
        total = (int(upper) << HALF) + int(lower)
        return total if self.places is None else unscale(total, self.places)


def exact_sum(column: Any) -> ColumnElement[Any]:
    """The exact sum of a column of integers, amounts (minor units) or decimals in a SELECT; never NULL."""
    places = column.type.places if isinstance(column.type, Scaled) else None
    whole = type_coerce(column, BigInteger)
    upper, lower = func.sum(whole.bitwise_rshift(literal(HALF, Integer))), func.sum(whole.bitwise_and(LOWER))
    return type_coerce(cast(upper, String) + ":" + cast(lower, String), _Halves(places))
