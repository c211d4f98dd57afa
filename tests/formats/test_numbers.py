"""Decimals, integers and flags: exact or refused."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.formats.numbers import (
    INTEGER_MAX,
    INTEGER_MIN,
    parse_decimal,
    parse_flag,
    parse_integer,
    scale,
    unscale,
)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *(
            ("1234.5", "1234.5"),
            ("-.5", "-0.5"),
            ("+7.", "7"),
            ("1,234.50", "1234.5"),
            ("1.234,50", "1234.5"),
        ),
        *(("1,234,567", "1234567"), ("1.234.567", "1234567"), ("12,34,567.8", "1234567.8"), ("12,5", "12.5")),
        *(("1 234,5", "1234.5"), ("1\u202f234.5", "1234.5"), ("1'234.50", "1234.5"), ("1’234", "1234")),
        *(
            ("１２３．５", "123.5"),
            ("－５", "-5"),
            ("−5", "-5"),
            ("0,123", "0.123"),
            ("1.234", "1.234"),
            ("-0", "0"),
        ),
        *(
            (7, "7"),
            (Decimal("1E+3"), "1000"),
            (0.1, "0.1"),
            ("0E-8", "0"),
            ("1.5e-3", "0.0015"),
            (1e13, "10000000000000"),
            ("0001", "1"),
        ),
    ],
)
def test_a_number_is_read_exactly(written: object, number: str) -> None:
    assert parse_decimal(written, 18, 4) == Decimal(number)
    assert str(parse_decimal(written, 18, 4)) == f"{Decimal(number):.4f}"


@pytest.mark.parametrize(
    "written",
    [
        *(
            "1,234",
            "1.2.3",
            "1,23,4",
            "1,2345,678.0",
            "12 34",
            "1e5",
            "1_000",
            "0x10",
            "",
            "-",
            ".",
            "NaN",
            "Infinity",
        ),
        *(
            "٣",
            "5²",
            "½",
            "1\x00",
            "\ud800",
            "--1",
            "1 2 3",
            "$5",
            "5%",
            "(5)",
            "12 3456",
        ),
        *(
            float("nan"),
            float("inf"),
            Decimal("NaN"),
            Decimal("sNaN"),
            Decimal("-Infinity"),
            Decimal("1E999999999999"),
        ),
        *(
            Decimal("1E-999999999999"),
            0.1 + 0.2,
            True,
            None,
            b"1",
            [1],
            1j,
            10**40,
            1e300,
            0.00001,
            "0.00001",
        ),
    ],
)
def test_what_is_not_exactly_one_number_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match=r"^(is|has|may)"):
        parse_decimal(written, 18, 4)


@given(st.decimals(allow_nan=False, allow_infinity=False), st.integers(1, 18), st.integers(0, 8))
def test_a_decimal_is_never_rounded(number: Decimal, digits: int, places: int) -> None:
    try:
        read = parse_decimal(number, digits + places, places)
    except ValueError:
        assert number.normalize().as_tuple().exponent < -places or abs(number) >= 10**digits  # type: ignore[operator]
    else:
        assert read == number
        assert parse_decimal(str(read), digits + places, places) == number


@given(st.text(alphabet="0123456789.,' +-eE０５", max_size=20))
def test_a_written_number_has_the_digits_that_were_written(written: str) -> None:
    try:
        read = parse_decimal(written, 40, 20)
    except ValueError:
        return
    mantissa = re.split("[eE]", written)[0]
    digits = "".join(str(int(c)) for c in mantissa if c.isdigit())
    assert int(f"{abs(read):f}".replace(".", "")) % 10**20 in {
        0,
        *(int(digits) * 10**n % 10**20 for n in range(21)),
    }


def test_a_field_holds_the_digits_it_says() -> None:
    assert parse_decimal("1234567890.12345678", 18, 8) == Decimal("1234567890.12345678")
    with pytest.raises(ValueError, match="more than 8 decimal places"):
        parse_decimal("1234567890.123456789", 18, 8)
    with pytest.raises(ValueError, match="at most 10 digits"):
        parse_decimal("12345678901.5", 18, 8)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1,234", 1234),
        ("1.0", 1),
        (5.0, 5),
        (Decimal("1E3"), 1000),
        (str(2**63 - 1), INTEGER_MAX),
        (-(2**63), INTEGER_MIN),
    ],
)
def test_an_integer_is_read(written: object, number: int) -> None:
    assert parse_integer(written) == number
    assert isinstance(parse_integer(written), int)


@pytest.mark.parametrize(
    "written", [2**63, str(-(2**63) - 1), "1.5", 1.5, True, "", "1e3", None, float("inf")]
)
def test_what_is_no_64_bit_integer_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match=r"^(is|has)"):
        parse_integer(written)


@pytest.mark.parametrize(
    ("written", "flag"),
    [
        *(
            (True, True),
            (0, False),
            (1.0, True),
            ("Yes", True),
            (" n ", False),
            ("１", True),
            ("是", True),
            ("否", False),
        ),
        *(("有", True), ("无", False), ("無", False), ("TRUE", True), ("off", False), (Decimal(1), True)),
    ],
)
def test_a_flag_is_read(written: object, flag: bool) -> None:
    assert parse_flag(written) is flag


@pytest.mark.parametrize("written", ["", "maybe", 2, -1, None, 0.5, float("nan"), "是否", "\ud800", []])
def test_what_is_neither_yes_nor_no_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="neither yes nor no"):
        parse_flag(written)


@given(st.integers(INTEGER_MIN, INTEGER_MAX), st.integers(0, 12))
def test_scaled_numbers_go_there_and_back(units: int, places: int) -> None:
    assert scale(unscale(units, places), places) == units


@pytest.mark.parametrize(
    "number", ["92233720368547758.08", "0.001", "1E999999999", "1E-999999999", "NaN", "-Infinity"]
)
def test_what_does_not_fit_64_bits_is_refused(number: str) -> None:
    with pytest.raises(ValueError, match=r"too large|decimal places|not a number"):
        scale(Decimal(number), 2)
