"""Exchange rates are exact, positive, and one a day."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from core.errors import GuanxiError, Invalid
from tests.builtin.conftest import Create

RATE: dict[str, Any] = {"currency": "USD", "base_currency": "EUR", "valid_from": "2026-11-21"}


def test_a_rate_keeps_eight_places(create: Create, read: Callable[[str, int], Any]) -> None:
    id = create("exchange_rates", **RATE, rate="0.91234567")
    assert read("exchange_rates", id)["rate"] == Decimal("0.91234567")


@pytest.mark.parametrize("rate", ["0", "-1", "0.123456789"])
def test_impossible_rates_are_refused(create: Create, rate: str) -> None:
    with pytest.raises(Invalid) as refused:
        create("exchange_rates", **RATE, rate=rate)
    assert set(refused.value.errors) == {"rate"}


def test_a_currency_needs_no_rate_to_itself(create: Create) -> None:
    with pytest.raises(Invalid):
        create("exchange_rates", **{**RATE, "base_currency": "USD"}, rate="1")


def test_there_is_one_rate_a_day(create: Create) -> None:
    create("exchange_rates", **RATE, rate="0.9")
    with pytest.raises(GuanxiError):
        create("exchange_rates", **RATE, rate="0.8")
