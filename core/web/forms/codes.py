"""Countries, currencies, languages and time zones: their names, and the lists to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from core.contracts.pages import ANYBODY_SIGNED_IN, Page, Reply, Shown, Visit
from core.errors import NotFound
from core.formats.countries import country_codes, country_name
from core.formats.currencies import currency_codes, currency_name
from core.formats.languages import language_name, usual_languages
from core.formats.texts import sort_key
from core.formats.time_zones import time_zone_keys

if TYPE_CHECKING:
    from core.services.work import Work

LOOKUP = "/codes"
OPTIONS = "lookup.html"
MOST = 20
LISTS_KEPT = 16

NAMES: Mapping[str, Callable[[str, str], str]] = {
    "country": country_name,
    "currency": lambda code, locale: f"{code} {currency_name(code, locale)}",
    "language": language_name,
    "time_zone": lambda code, _locale: code,
}
CODES: Mapping[str, Callable[[], Sequence[str]]] = {
    "country": country_codes,
    "currency": currency_codes,
    "language": usual_languages,
    "time_zone": time_zone_keys,
}


def code_name(kind: str, code: str, locale: str) -> str:
    """What a code is called; a text that is none stays as it is, and so does what says itself already."""
    if kind not in NAMES or code not in _known(kind):
        return code
    return code if kind == "currency" else NAMES[kind](code, locale)


@lru_cache(LISTS_KEPT)
def _known(kind: str) -> frozenset[str]:
    return frozenset(CODES[kind]())


@lru_cache(LISTS_KEPT)
def _named(kind: str, locale: str) -> Sequence[tuple[str, str, str]]:
    """Every code with its name, sorted by it, and the words by which it is found."""
    rows = [(code, NAMES[kind](code, locale)) for code in CODES[kind]()]
    rows.sort(key=lambda row: sort_key(row[1]))
    return [
        (code, name, f"{code} {name} {sort_key(name)} {NAMES[kind](code, 'en')}".casefold())
        for code, name in rows
    ]


def lookup(work: Work, visit: Visit) -> Reply:
    """The codes of which code or name begin with what was typed, then those that hold it."""
    kind = visit.path["kind"]
    if kind not in CODES:
        raise NotFound()
    words = visit.query.get("q", "").strip().casefold()[:100]
    found = [row for row in _named(kind, work.actor.locale) if words in row[2]]
    found.sort(key=lambda row: not _begins(row, words))
    options = [
        {"id": code, "text": name, "hint": "" if kind == "time_zone" else code} for code, name, _w in found
    ]
    return Shown(template=OPTIONS, values={"options": options[:MOST]})


def _begins(row: tuple[str, str, str], words: str) -> bool:
    code, name, _words = row
    return code.casefold() == words or name.casefold().startswith(words)


PAGES = (Page(path=f"{LOOKUP}/{{kind}}", permission=ANYBODY_SIGNED_IN, run=lookup),)
