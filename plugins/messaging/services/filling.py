"""The words of templates: `{name}` stands for a value, `{{` and `}}` for braces, and there is nothing else.

No expressions, no attributes, no loops; what is filled in is text and is never read as a template again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime

from core.plugin_api import Label, translations

_ = translations("messaging")

NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
LONGEST_VALUE = 8_000

LONE_BRACE = _("A single brace stands in the text: write {{ for a brace.")
BAD_NAME = _("{{{name}}} is not the name of a variable: small letters, digits and _ are.")
UNKNOWN = _("The template has no variable {{{name}}}. It has: {names}.")
NONE = _("none")


def problem_of(text: str, declared: Collection[str]) -> Label | None:
    """What is wrong with the text of a template, if anything."""
    for piece in PIECE.finditer(text):
        if piece.group() in ("{{", "}}"):
            continue
        name = piece.group(1)
        if name is None:
            return LONE_BRACE
        if not NAME.fullmatch(name):
            return BAD_NAME.fill(name=name[:40])
        if name not in declared:
            return UNKNOWN.fill(name=name, names=", ".join(sorted(declared)) or NONE)
    return None


def names_in(text: str) -> Iterator[str]:
    """The variables that a sound text uses."""
    return (piece.group(1) for piece in PIECE.finditer(text) if piece.group(1))


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values. Raises KeyError for a variable that has none."""

    def put(piece: re.Match[str]) -> str:
        whole = piece.group()
        return whole[0] if whole in ("{{", "}}") else values[piece.group(1) or whole]

    return PIECE.sub(put, text)


def one_line(text: str) -> str:
    """The text on one line: no value begins a new header."""
    return " ".join(INVISIBLE.sub(" ", text).split())


def stored(value: Any) -> Any:
    """A value as JSON: days and moments stay known as such, everything else is text."""
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return "" if value is None else str(value)[:LONGEST_VALUE]


def written(value: Any, language: str, zone: tzinfo) -> str:
    """A stored value as readers of a language write it, moments in their time zone."""
    if isinstance(value, Mapping) and "moment" in value:
        at = datetime.fromisoformat(value["moment"])
        try:
            return str(format_datetime(at, "short", tzinfo=zone, locale=locale_of(language)))
        except OverflowError:  # on the first or last day of the calendar
            return str(value["moment"])
    if isinstance(value, Mapping) and "day" in value:
        return str(format_date(date.fromisoformat(value["day"]), "medium", locale=locale_of(language)))
    return INVISIBLE.sub("", str(value))


def locale_of(language: str) -> Locale:
    """How days are written in a language; as in English if nobody knows."""
    try:
        return Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale("en")
