"""Currencies and their smallest units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.currencies import (
    currency_codes,
    currency_name,
    exponent,
    exponents,
    from_minor,
    parse_currency,
    to_minor,
)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("eur", "EUR"),
        (" USD ", "USD"),
        ("RMB", "CNY"),
        ("人民币", "CNY"),
        ("Euro", "EUR"),
        ("€", "EUR"),
        ("us dollar", "USD"),
    ],
)
def test_a_currency_is_known_by_code_name_and_sign(written: str, code: str) -> None:
    assert parse_currency(written) == code


@pytest.mark.parametrize("written", ["$", "¥", "XXX", "DEM", "", "euros!", "ﬀ", "\ud800", "🤑"])
def test_what_names_no_single_currency_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        parse_currency(written)


def test_exponents_are_those_of_iso_4217_not_those_of_price_tags() -> None:
    assert [exponent(code) for code in ("JPY", "EUR", "KWD", "CLF", "RSD", "IQD")] == [0, 2, 3, 4, 2, 3]
    assert all(exponent(code) == exponents().get(code, 2) for code in currency_codes())
    assert set(exponents()) <= set(currency_codes())


@given(st.integers(-(2**63), 2**63 - 1), st.sampled_from(currency_codes()))
def test_minor_units_go_there_and_back(minor: int, code: str) -> None:
    assert to_minor(from_minor(minor, code), code) == minor
    assert currency_name(code, "en") != ""


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("0.001", "EUR"),
        ("0.1", "JPY"),
        ("92233720368547758.08", "EUR"),
        ("1e999999", "EUR"),
        ("NaN", "EUR"),
        ("1", "XXX"),
    ],
)
def test_an_amount_is_never_rounded_or_cut(amount: str, code: str) -> None:
    with pytest.raises(ValueError, match=r"decimal places|too large|not a"):
        to_minor(Decimal(amount), code)


def test_trailing_zeros_are_no_digits() -> None:
    assert to_minor(Decimal("12.5000"), "EUR") == 1250
    assert str(from_minor(1250, "EUR")) == "12.50"
    assert to_minor(Decimal("-92233720368547758.08"), "EUR") == -(2**63)
