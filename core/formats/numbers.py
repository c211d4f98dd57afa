"""Exact numbers: decimals, integers and yes or no, from what people and programs write."""

import re
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation
from functools import cache

from core.labels import translations

_ = translations("core")

INTEGER_MIN, INTEGER_MAX = -(2**63), 2**63 - 1

_LONGEST = 60  # characters of a written number; none that fits 64 bits needs more
_EXACT = Context(prec=100, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact, InvalidOperation])
_TOO_FINE = _("has more than {places} decimal places; round it before you send it")
_TOO_LARGE = _("is too large; at most {digits} digits may stand before the point")
_AMBIGUOUS = _("may mean {first} or {second}; write it without the comma")
_FLOAT_DIGITS = 15  # every decimal of up to 15 digits survives the way through a float and back
_WIDE = {0xFF10 + n: 0x30 + n for n in range(10)} | {
    0xFF0B: "+", 0xFF0D: "-", 0x2212: "-", 0xFF0C: ",", 0xFF0E: ".", 0x2019: "'",
    0x00A0: " ", 0x2009: " ", 0x202F: " ", 0x3000: " ",
}  # fmt: skip
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_ONE_COMMA = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
# 1,234,567.8 or 1 234.5 or 1'234.5 or, in India, 12,34,567.8
_POINT_LAST = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+|\d{1,2}(?:,\d\d)+,\d{3})\.\d+",
    re.ASCII,
)
# 1.234.567,8 or 1 234,5 or 1'234,5 or 1234,5
_COMMA_LAST = re.compile(
    r"[+-]?(?:\d{1,3}(?:\.\d{3})+|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+|\d+),\d+", re.ASCII
)
# Whole numbers: 1,234,567 or 1.234.567 or 1 234 or 1'234 or, in India, 12,34,567
_GROUPED = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?: \d{3})+|\d{1,3}(?:'\d{3})+"
    r"|\d{1,2}(?:,\d\d)+,\d{3})",
    re.ASCII,
)
_SMALL = re.compile(r"[+-]?\d+(?:\.\d*)?e-\d{1,3}", re.ASCII | re.IGNORECASE)  # how programs write 0.00000001
_LARGE = re.compile(
    r"[+-]?\d+(?:\.\d*)?e[+]?\d+", re.ASCII | re.IGNORECASE
)  # how spreadsheets cut long numbers

_TRUE = frozenset({"true", "t", "yes", "y", "on", "1", "是", "有", "真", "对", "對", "✓", "✔", "√"})
_FALSE = frozenset({"false", "f", "no", "n", "off", "0", "否", "无", "無", "没有", "沒有", "假", "✗", "✘"})


def parse_decimal(value: object, digits: int, places: int) -> Decimal:
    """The exact decimal, with `places` digits after the point and at most `digits` in all; never rounded.

    Takes Decimal, int, text (ASCII or full-width, thousands separators where they can mean nothing else) and
    a float of up to 15 digits, which still is what was written. Raises ValueError for everything else.
    """
    number = _exact(value, places)
    if not number.is_finite():
        raise ValueError(_("is not a number"))
    if number and number.adjusted() >= digits - places:
        raise ValueError(_TOO_LARGE.fill(digits=digits - places))
    try:
        exact = _EXACT.quantize(number, _unit(places))
    except Inexact:
        raise ValueError(_TOO_FINE.fill(places=places)) from None
    return exact or abs(exact)  # no negative zero


@cache
def _unit(places: int) -> Decimal:
    return Decimal((0, (1,), -places))


def _exact(value: object, places: int) -> Decimal:
    if isinstance(value, bool):
        raise ValueError(_("is yes or no, not a number"))
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, float):
        return _from_float(value)
    if isinstance(value, str):
        return Decimal(_plain(value, places))
    raise ValueError(_("is not a number"))


def _from_float(value: float) -> Decimal:
    number = Decimal(repr(value))
    if number.is_finite() and len(number.normalize().as_tuple().digits) > _FLOAT_DIGITS:
        raise ValueError(_("has more digits than a floating-point number keeps; send it as text"))
    return number


def _plain(written: str, places: int) -> str:
    """The written number with ASCII digits, a point and no separators."""
    text = written.strip().translate(_WIDE) if len(written) <= 4 * _LONGEST else written.strip()
    if len(text) > _LONGEST:
        raise ValueError(_("is too long for a number"))
    if _PLAIN.fullmatch(text) or _SMALL.fullmatch(text):
        return text
    if _ONE_COMMA.fullmatch(text):
        return _one_comma(text, places)
    if _POINT_LAST.fullmatch(text):
        return _without(text, ", '")
    if _COMMA_LAST.fullmatch(text):
        return _without(text, ". '").replace(",", ".")
    if _GROUPED.fullmatch(text):
        return _without(text, ",. '")
    if _LARGE.fullmatch(text):
        raise ValueError(_("is in scientific notation, which drops digits; write the whole number"))
    raise ValueError(_("is not a number"))


def _one_comma(text: str, places: int) -> str:
    """1,234: one thousand where whole numbers are asked for, otherwise it might be 1.234."""
    if places:
        readings = {"first": text.replace(",", ""), "second": text.replace(",", ".")}
        raise ValueError(_AMBIGUOUS.fill(**readings))
    return text.replace(",", "")


def _without(text: str, separators: str) -> str:
    return text.translate(dict.fromkeys(map(ord, separators)))


def parse_integer(value: object) -> int:
    """The whole number within signed 64 bits; raises ValueError for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        number = value
    else:
        number = int(parse_decimal(value, 20, 0))
    return _sixty_four_bits(number)


def parse_flag(value: object) -> bool:
    """Yes or no from bool, 1, 0 and the usual words in English and Chinese."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal) and value in (0, 1):
        return bool(value)
    if isinstance(value, str) and len(value) <= _LONGEST:
        word = value.strip().translate(_WIDE).casefold()
        if word in _TRUE or word in _FALSE:
            return word in _TRUE
    raise ValueError(_("is neither yes nor no; write true or false"))


def scale(number: Decimal, places: int) -> int:
    """The number as a whole count of its last place: scale(1.5, 2) is 150. Never rounds."""
    if not number.is_finite():
        raise ValueError(_("is not a number"))
    if number and number.adjusted() + places > 18:
        raise ValueError(_("is too large for 64 bits"))
    try:
        return _sixty_four_bits(int(_EXACT.to_integral_exact(_EXACT.scaleb(number, places))))
    except Inexact:
        raise ValueError(_TOO_FINE.fill(places=places)) from None


def unscale(units: int, places: int) -> Decimal:
    """The number that `scale` made `units` of. Write it with format "f": str() may give 0E-8."""
    return _EXACT.scaleb(Decimal(units), -places)


def _sixty_four_bits(number: int) -> int:
    if not INTEGER_MIN <= number <= INTEGER_MAX:
        raise ValueError(_("is too large for 64 bits"))
    return number
