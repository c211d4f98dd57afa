"""Countries of ISO 3166, from their codes, their names in any language spoken there, and usual aliases."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from core.labels import Label, translations

_ = translations("core")

# CLDR's own codes that are no countries: exceptional reservations, groupings and test values.
_NOT_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)

# Names that CLDR does not carry: English usage, former names, and the inverted forms of the ISO list.
_ALIASES: Mapping[str, str] = {
    "AE": "UAE|U.A.E.|Emirates",
    "BN": "Brunei Darussalam",
    "BO": "Plurinational State of Bolivia|Bolivia, Plurinational State of",
    "CD": "DRC|DR Congo|Congo (Kinshasa)|Democratic Republic of the Congo|Zaire",
    "CG": "Congo (Brazzaville)|Republic of the Congo",
    "CI": "Ivory Coast|Cote d'Ivoire",
    "CN": "PRC|P.R. China|PR China|People's Republic of China|Mainland China|中华人民共和国|中華人民共和國"
    "|中国大陆|中國大陸",
    "CV": "Cape Verde|Cabo Verde",
    "CZ": "Czech Republic",
    "DE": "Federal Republic of Germany|BRD",
    "FK": "Falkland Islands (Malvinas)|Malvinas",
    "FM": "Federated States of Micronesia|Micronesia, Federated States of",
    "GB": "UK|U.K.|Great Britain|Britain|England|Scotland|Wales|Northern Ireland"
    "|United Kingdom of Great Britain and Northern Ireland|英格兰|英格蘭|大不列颠|大不列顛",
    "HK": "Hong Kong|Hong Kong SAR|Hongkong|香港",
    "IR": "Islamic Republic of Iran|Iran, Islamic Republic of|Persia",
    "KP": "North Korea|DPRK|Democratic People's Republic of Korea|Korea, Democratic People's Republic of"
    "|北朝鲜|北朝鮮",
    "KR": "South Korea|ROK|Republic of Korea|Korea, Republic of|Korea, South|S. Korea"
    "|南韩|南韓|大韩民国|大韓民國",
    "LA": "Lao People's Democratic Republic|Lao PDR",
    "MD": "Republic of Moldova|Moldova, Republic of",
    "MK": "Macedonia",
    "MM": "Myanmar|Burma",
    "MO": "Macao|Macau|Macao SAR|澳门|澳門",
    "NL": "Holland|The Netherlands|荷蘭王國",
    "PS": "Palestine|State of Palestine|Palestine, State of",
    "RU": "Russian Federation|俄羅斯聯邦|俄罗斯联邦",
    "ST": "Sao Tome and Principe",
    "SY": "Syrian Arab Republic",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "TR": "Turkey",
    "TW": "Taiwan|Taiwan, Province of China|Chinese Taipei|R.O.C.|臺灣|中华民国|中華民國",
    "TZ": "United Republic of Tanzania|Tanzania, United Republic of",
    "US": "USA|U.S.A.|U.S.|America|United States of America|the States|美利坚合众国|美利堅合眾國",
    "VA": "Vatican|Holy See",
    "VE": "Bolivarian Republic of Venezuela|Venezuela, Bolivarian Republic of",
    "VG": "British Virgin Islands|Virgin Islands (British)",
    "VI": "US Virgin Islands|Virgin Islands (U.S.)",
    "VN": "Viet Nam",
}
_LONGEST = 100


@cache
def country_codes() -> tuple[str, ...]:
    """The alpha-2 codes in use, sorted: ISO 3166-1 and XK (Kosovo), which everybody uses."""
    from babel import Locale

    codes = {str(code) for code in Locale("en").territories} - _NOT_COUNTRIES
    return tuple(sorted(code for code in codes if len(code) == 2))


def country_name(code: str, locale: str) -> str:
    """The country's name in the language of `locale` (`en`, `zh_Hans`); the code where it has none."""
    from babel import Locale

    return str(Locale.parse(locale.replace("-", "_")).territories.get(code, code))


def parse_country(text: str) -> str:
    """The alpha-2 code from a code of two or three letters or a name, whatever its case and accents.

    Names are known in English, Chinese and the languages of the country itself. Raises ValueError, with the
    nearest known name where there is one.
    """
    if len(text) > _LONGEST:
        raise ValueError(_("is too long for the name of a country"))
    key = _key(text)
    code = _names().get(key) or _native_names().get(key)
    if code is None:
        raise ValueError(_suggestion(key))
    return code


def _suggestion(key: str) -> Label:
    from difflib import get_close_matches

    nearest = get_close_matches(key, _names(), n=1, cutoff=0.75) if len(key) > 3 else []
    if nearest:
        name = country_name(_names()[nearest[0]], "en")
        return _("is not a known country; did you mean {name}?").fill(name=name)
    return _("is not a known country; use a code, as DE or CN")


def _key(text: str) -> str:
    """Letters and digits only, without case, accents and a leading article."""
    folded = unicodedata.normalize("NFKD", text.casefold()).replace("&", " and ")
    words = "".join(map(_kept, folded)).split()
    words = words[1:] if len(words) > 1 and words[0] == "the" else words
    return "".join("st" if word == "saint" else word for word in words)


def _kept(character: str) -> str:
    if character.isalnum():
        return character
    return "" if unicodedata.combining(character) or character in ".'’" else " "


@cache
def _names() -> Mapping[str, str]:
    """Codes, aliases and the names in English and Chinese; the first to claim a name keeps it."""
    known: dict[str, str] = {}
    for name, code in (
        *_codes(),
        *_aliases(),
        *_names_in("en"),
        *_names_in("zh_Hans"),
        *_names_in("zh_Hant"),
    ):
        known.setdefault(_key(name), code)
    return known


def _codes() -> Iterator[tuple[str, str]]:
    """Alpha-2, and alpha-3 and former codes where they stand for one country."""
    from babel.core import get_global

    yield from ((code, code) for code in country_codes())
    for former, now in get_global("territory_aliases").items():
        if former.isalpha() and len(now) == 1 and now[0] in country_codes():
            yield former, now[0]


def _aliases() -> Iterator[tuple[str, str]]:
    return ((name, code) for code, names in _ALIASES.items() for name in names.split("|"))


def _names_in(locale: str) -> Iterator[tuple[str, str]]:
    """The names of all countries in one language, `Myanmar (Burma)` also without its brackets."""
    for code in country_codes():
        name = country_name(code, locale)
        yield name, code
        yield name.partition(" (")[0], code


@cache
def _native_names() -> Mapping[str, str]:
    """The name of each country in its own languages: some hundred locales, so only when all else fails."""
    known: dict[str, str] = {}
    for code in country_codes():
        for name in _own_names(code):
            known.setdefault(_key(name), code)
    return known


def _own_names(code: str) -> Iterator[str]:
    from babel import Locale, UnknownLocaleError
    from babel.languages import get_official_languages

    for language in get_official_languages(code, regional=True, de_facto=True):
        try:
            yield str(Locale.parse(language).territories.get(code, code))
        except UnknownLocaleError:
            continue
