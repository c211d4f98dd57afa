"""Vehicle identification numbers: is one valid, where does it come from, which model year is it (rule V).

Nothing is looked up: a valid number may belong to no car, and a maker's own meanings are not decoded.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Region = Literal["NA", "CN", "OTHER"]

LENGTH = 17
FIRST_CHECKED_YEAR = 1981
"""Numbers of older cars have no form that could be checked."""

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
LETTER_VALUES = dict(zip(LETTERS, (*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)), strict=True))
VALUES = {**{str(digit): digit for digit in range(10)}, **LETTER_VALUES}
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
CHECK_DIGITS = "0123456789X"
YEAR_CODES = "ABCDEFGHJKLMNPRSTVWXY123456789"
FIRST_YEAR = 1980
CYCLE = len(YEAR_CODES)
HYPHENS = frozenset("-\u00ad\u2010")  # NFKC makes the hyphen of the others

# Where the seventh, ninth and tenth of the 17 characters stand, and where the serial number ends in digits.
CYCLE_AT, CHECK_AT, YEAR_AT, SERIAL_FROM = 6, 8, 9, 13


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a number: `reasons` say why it is not valid, `warnings` what else is odd.

    Without 17 permitted characters, or for a car from before 1981, the last four fields are None. The model
    year is also None if its code means no year, or none up to the latest that was allowed.
    """

    normalized: str
    valid: bool
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    wmi: str | None = None
    region: Region | None = None
    check_digit_expected: str | None = None
    model_year: int | None = None


def judge(text: str, *, max_model_year: int, declared_year: int | None = None) -> Verdict:
    """Judge a number as somebody wrote it.

    `max_model_year` is the latest model year that can be meant where the number itself leaves two;
    `declared_year` is the year of manufacture that was said beside it, which counts before 1981 only.
    """
    vin = normalise(text)
    if declared_year is not None and declared_year < FIRST_CHECKED_YEAR:
        reasons = () if 1 <= len(vin) <= LENGTH else ("length",)
        return Verdict(vin, not reasons, reasons, ("legacy_pre1981",))
    if form := _wrong_form(vin):
        return Verdict(vin, False, (form,))
    return _judge_formed(vin, max_model_year)


def is_valid(text: str) -> bool:
    """Whether this is a valid number of a car built in 1981 or later; no year changes the answer."""
    return judge(text, max_model_year=FIRST_YEAR).valid


def normalise(text: str) -> str:
    """In capital letters and plain characters (NFKC), without white space and hyphens."""
    letters = unicodedata.normalize("NFKC", text).strip().upper()
    return "".join(letter for letter in letters if not letter.isspace() and letter not in HYPHENS)


def check_digit(vin: str) -> str:
    """What the ninth of 17 permitted characters must be: their weighted sum modulo 11, X for 10."""
    total = sum(VALUES[letter] * weight for letter, weight in zip(vin, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % len(CHECK_DIGITS)]


def _wrong_form(vin: str) -> str | None:
    if len(vin) != LENGTH:
        return "length"
    return None if all(letter in VALUES for letter in vin) else "charset"


def _judge_formed(vin: str, max_model_year: int) -> Verdict:
    region, expected = _region(vin), check_digit(vin)
    strict = region != "OTHER"
    reasons: list[str] = []
    warnings: list[str] = []
    for code, always in _findings(vin, expected, strict):
        (reasons if always or strict else warnings).append(code)
    year = _model_year(vin, region, max_model_year)
    return Verdict(vin, not reasons, tuple(reasons), tuple(warnings), vin[:3], region, expected, year)


def _findings(vin: str, expected: str, strict: bool) -> Iterator[tuple[str, bool]]:
    """What is wrong with the number, and whether that makes it invalid where nobody is strict, too."""
    if len(set(vin)) == 1:
        yield "placeholder", True
    if vin[CHECK_AT] != expected:
        yield _wrong_check_digit(vin, strict), False
    if vin[YEAR_AT] not in YEAR_CODES:
        yield "model_year_code", False
    if strict and not vin[SERIAL_FROM:].isdigit():
        yield "serial", False


def _wrong_check_digit(vin: str, strict: bool) -> str:
    if not strict:
        return "check_digit_not_verified"
    return "check_digit" if vin[CHECK_AT] in CHECK_DIGITS else "check_digit_char"


def _region(vin: str) -> Region:
    """Where the check digit is obligatory: North America and China; 7A to 7E is New Zealand."""
    if vin[0] in "12345" or (vin[0] == "7" and vin[1] not in "ABCDE"):
        return "NA"
    return "CN" if vin[0] == "L" else "OTHER"


def _model_year(vin: str, region: Region, latest: int) -> int | None:
    """The year that the tenth character means; it means two, thirty years apart."""
    code = YEAR_CODES.find(vin[YEAR_AT])
    if code < 0:
        return None
    early = FIRST_YEAR + code
    if region == "NA":
        return early if vin[CYCLE_AT].isdigit() else early + CYCLE
    return max((year for year in (early, early + CYCLE) if year <= latest), default=None)
