"""Check digits of tax ids, as far as their makers publish them."""

from __future__ import annotations

import re
from collections.abc import Callable

UNIFIED = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The alphabet of China's unified social credit code (GB 32100-2015)."""


def has_wrong_digits(tax_id: str, country: str | None) -> bool:
    """Whether a tax id has the form of one whose check digit is known, and that is wrong."""
    written = re.sub(r"[\s.\-/]", "", tax_id).upper()
    for where, form, is_right in FORMS:
        of_country = country == where or (not country and where not in BARE)
        if of_country and re.fullmatch(form, written):
            return not is_right(written)
    return False


def _china(code: str) -> bool:
    if any(character not in UNIFIED for character in code):
        return False
    weighted = sum(UNIFIED.index(c) * pow(3, n, 31) for n, c in enumerate(code[:17]))
    return UNIFIED[(31 - weighted % 31) % 31] == code[17]


def _germany(number: str) -> bool:
    """USt-IdNr., ISO 7064 MOD 11,10."""
    product = 10
    for digit in number[2:10]:
        total = (int(digit) + product) % 10 or 10
        product = 2 * total % 11
    return (11 - product) % 10 == int(number[10])


def _austria(number: str) -> bool:
    digits = [int(digit) for digit in number[3:]]
    doubled = sum(sum(divmod(digit * 2, 10)) for digit in digits[1:7:2])
    return (10 - (sum(digits[0:7:2]) + doubled + 4) % 10) % 10 == digits[7]


def _taiwan(number: str) -> bool:
    weights = (1, 2, 1, 2, 1, 2, 4, 1)
    total = sum(sum(divmod(int(d) * w, 10)) for d, w in zip(number, weights, strict=True))
    return total % 5 == 0 or (number[6] == "7" and (total + 1) % 5 == 0)


def _france(number: str) -> bool:
    return (12 + 3 * (int(number[4:]) % 97)) % 97 == int(number[2:4])


Judge = Callable[[str], bool]
BARE = frozenset({"TW"})
"""Countries whose numbers look like those of many others."""
FORMS: tuple[tuple[str, str, Judge], ...] = (
    ("CN", r"[0-9A-Z]{2}\d{6}[0-9A-Z]{10}", _china),
    ("DE", r"DE\d{9}", _germany),
    ("AT", r"ATU\d{8}", _austria),
    ("FR", r"FR\d{11}", _france),
    ("TW", r"\d{8}", _taiwan),
)
