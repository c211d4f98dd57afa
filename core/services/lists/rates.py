"""Converting sums between currencies with the company's exchange rates.

A rate is direct, the inverse of one the other way, or goes through one currency that has a rate with both.
Nothing is rounded before the end: the converted sums are added up as fractions, and the total alone is
rounded, half to even, to the smallest unit of its currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from core.data.models.exchange_rate import ExchangeRate
from core.formats.currencies import exponent, from_minor

if TYPE_CHECKING:
    from core.services.work import Work


@dataclass(frozen=True, slots=True)
class Rates:
    """How many units of the second currency one unit of the first is worth."""

    pairs: Mapping[tuple[str, str], Fraction]

    def find(self, source: str, target: str) -> Fraction | None:
        """The rate between two currencies; None if there is no way from one to the other."""
        direct = self._between(source, target)
        if direct is not None:
            return direct
        for base in sorted({currency for pair in self.pairs for currency in pair}):
            first, second = self._between(source, base), self._between(base, target)
            if first is not None and second is not None:
                return first * second
        return None

    def _between(self, source: str, target: str) -> Fraction | None:
        if source == target:
            return Fraction(1)
        if (source, target) in self.pairs:
            return self.pairs[source, target]
        back = self.pairs.get((target, source))
        return 1 / back if back else None


def load_rates(work: Work, currencies: set[str], day: date) -> Rates:
    """The latest rates of these currencies, in either direction, that hold on a day."""
    pair = (ExchangeRate.currency, ExchangeRate.base_currency)
    latest = (
        select(*pair, func.max(ExchangeRate.valid_from).label("day"))
        .where(ExchangeRate.valid_from <= day, or_(*(column.in_(sorted(currencies)) for column in pair)))
        .group_by(*pair)
        .subquery()
    )
    same = [ExchangeRate.valid_from == latest.c.day, *(column == latest.c[column.key] for column in pair)]
    found = work.session.execute(select(*pair, ExchangeRate.rate).join(latest, and_(*same)))
    return Rates({(source, target): Fraction(rate) for source, target, rate in found if rate})


def convert(sums: Mapping[str, Decimal], target: str, rates: Rates) -> Decimal | None:
    """The total of sums by currency in the target currency; None while a rate is missing."""
    total = Fraction(0)
    for currency, amount in sums.items():
        rate = rates.find(currency, target)
        if rate is None:
            return None
        total += Fraction(amount) * rate
    return from_minor(round(total * 10 ** exponent(target)), target)  # round() of a Fraction is half to even
