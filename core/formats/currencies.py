"""Currencies of ISO 4217 and amounts as whole numbers of their smallest unit."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from core.formats.numbers import scale, unscale
from core.labels import translations

_ = translations("core")

# Digits after the point by ISO 4217, where they are not 2. Babel's CLDR figures tell how prices are shown
# (no decimals for RSD, IQD or ALL), which would refuse amounts that exist.
_WHOLE = (
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG",
    "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
)  # fmt: skip
_EXPONENTS: Mapping[str, int] = MappingProxyType(
    dict.fromkeys(_WHOLE, 0)
    | {"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3, "CLF": 4, "UYW": 4}
)
_FUNDS = frozenset({"CLF", "UYI", "UYW", "CHE", "CHW", "COU", "MXV", "USN", "BOV", "XDR"})
_ALIASES: Mapping[str, str] = MappingProxyType(
    {"RMB": "CNY", "人民币元": "CNY", "人民幣元": "CNY", "€": "EUR", "£": "GBP", "US$": "USD", "HK$": "HKD",
     "NT$": "TWD", "₹": "INR", "₽": "RUB", "₩": "KRW",
     "美金": "USD", "港元": "HKD", "台币": "TWD", "台幣": "TWD"}
)  # fmt: skip


@cache
def currency_codes() -> tuple[str, ...]:
    """The alphabetic codes of the currencies in use today and of the funds codes of ISO 4217, sorted."""
    from babel.core import get_global

    spans = [span for country in get_global("territory_currencies").values() for span in country]
    return tuple(sorted(_FUNDS | {code for code, _, end, tender in spans if end is None and tender}))


def parse_currency(text: str) -> str:
    """The ISO 4217 code from a code, a name in English or Chinese, or an unambiguous sign (`€`, `US$`)."""
    written = text.strip()
    code = written.upper() if len(written) <= 8 else ""
    code = _ALIASES.get(code, code)
    if code in currency_codes():
        return code
    named = _names().get(written.casefold()) if len(written) <= 60 else None
    if named is None:
        raise ValueError(_("is not a currency code of ISO 4217, such as EUR, USD or CNY"))
    return named


@cache
def _names() -> Mapping[str, str]:
    from babel import Locale

    locales = [Locale.parse(name) for name in ("zh_Hant", "zh_Hans", "en")]
    return {
        locale.currencies[c].casefold(): c
        for locale in locales
        for c in currency_codes()
        if c in locale.currencies
    }


def currency_name(code: str, locale: str) -> str:
    """The currency's name in the language of `locale` (`en`, `zh_Hans`); the code where it has none."""
    from babel import Locale

    return str(Locale.parse(locale.replace("-", "_")).currencies.get(code, code))


def exponent(code: str) -> int:
    """How many digits an amount of this currency has after the point."""
    if code not in currency_codes():
        raise ValueError(_("is not a currency code of ISO 4217, such as EUR, USD or CNY"))
    return _EXPONENTS.get(code, 2)


def exponents() -> Mapping[str, int]:
    """The currencies that do not have two digits after the point, for conversion inside the database."""
    return _EXPONENTS


def to_minor(amount: Decimal, currency: str) -> int:
    """The amount as a whole number of the smallest unit; refuses what would be rounded or exceeds 64 bits."""
    return scale(amount, exponent(currency))


def from_minor(minor: int, currency: str) -> Decimal:
    """The amount in the currency's major unit: from_minor(1250, "EUR") is Decimal("12.50")."""
    return unscale(minor, exponent(currency))
