"""Comparing amounts: people write major units, the column holds minor units of each row's own currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from operator import ge, gt, le, lt
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, type_coerce
from sqlalchemy.types import BigInteger

from core.formats.currencies import exponents

USUAL = 2
LARGEST = 2**63 - 1
ORDERINGS: Mapping[str, Callable[[Any, Any], ColumnElement[bool]]] = MappingProxyType(
    {"gt": gt, "gte": ge, "lt": lt, "lte": le}
)


def money_test(column: Any, currency: Any, operator: str, value: Any) -> ColumnElement[bool]:
    """Whether an amount compares so with `value` (a tuple for `in`), whatever currency it is in."""
    values = value if operator == "in" else (value,)
    amount = type_coerce(column, BigInteger)
    return or_(
        *(and_(among, _compare(amount, operator, values, digits)) for among, digits in _by_exponent(currency))
    )


def _by_exponent(currency: Any) -> Iterator[tuple[ColumnElement[bool], int]]:
    """Each number of digits that currencies have after the point, with the rows of which it is true."""
    codes: dict[int, list[str]] = defaultdict(list)
    for code, digits in exponents().items():
        codes[digits].append(code)
    yield currency.not_in(sorted(exponents())), USUAL
    for digits, listed in sorted(codes.items()):
        yield currency.in_(sorted(listed)), digits


def _compare(amount: Any, operator: str, values: Sequence[Decimal], digits: int) -> ColumnElement[bool]:
    """The comparison in minor units; an amount that the currency cannot have is equal to none."""
    if operator in ("eq", "in"):
        minors = [value.scaleb(digits) for value in values]
        whole = [int(minor) for minor in minors if minor == minor.to_integral_value()]
        held = [minor for minor in whole if abs(minor) <= LARGEST]
        return amount.in_(held) if held else false()
    upward = operator in ("gte", "lt")
    minor = int(values[0].scaleb(digits).to_integral_value(ROUND_CEILING if upward else ROUND_FLOOR))
    if abs(minor) > LARGEST:  # beyond what the column holds: all amounts are on the same side of it
        return amount.is_not(None) if (minor > 0) == (operator in ("lt", "lte")) else false()
    return ORDERINGS[operator](amount, minor)
