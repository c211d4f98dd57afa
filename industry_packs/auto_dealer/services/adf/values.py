"""Single values as documents write them: texts, names, numbers, moments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from industry_packs.auto_dealer.services.adf.parsing import Element

# Line breaks and tabs are what is left of comments' layout; all other controls are no text.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
ISO_8601 = re.compile(r"[0-9W-]{7,10}(?:[T ][0-9:.,]{2,}(?:Z|[+-][0-9:]{2,})?)?")
YEAR = re.compile(r"[0-9]{1,4}")
# Digits, in groups or not, with decimals and a unit or without. What multiplies (`k`, ten thousand) is no
# unit: no number is better than a wrong one.
SEPARATOR = r"[ .,'\u2019_]{1,2}"
DISTANCE = re.compile(
    rf"([0-9]{{1,3}}(?:{SEPARATOR}[0-9]{{2,4}})*{SEPARATOR}[0-9]{{3,4}}|[0-9]+)"
    r"(?:[.,][0-9]{1,2})?\s*(?:kms?|kilomet(?:er|re)s?|mi|miles?|公里|千米|英里)?\.?",
    re.IGNORECASE,
)
LONGEST_NUMBER = 40
MOST_DIGITS = 9
PARTS = {"surname": "last"}


def plain(text: str) -> str | None:
    """The text without outer white space and control characters, else as it is; None if nothing is left."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS.sub("", lines).strip() or None


def line(text: str) -> str | None:
    """The same on one line: line breaks in it, with the blanks around them, become a blank each."""
    parts = (part.strip() for part in (plain(text) or "").split("\n"))
    return " ".join(filter(None, parts)) or None


def text_of(elements: Iterable[Element]) -> str | None:
    """The text of the first element that has any, on one line."""
    return next(filter(None, (line(element.text) for element in elements)), None)


def lines_of(elements: Iterable[Element]) -> str | None:
    """The text of the first element that has any, with its line breaks."""
    return next(filter(None, (plain(element.text) for element in elements)), None)


def attribute(element: Element, name: str) -> str | None:
    """An attribute; None if it is absent or empty."""
    return line(element.attributes.get(name, ""))


def name_parts(names: Iterable[Element]) -> dict[str, str]:
    """The parts of a name: `first`, `last`, `full`, and what else senders say; the first of each counts."""
    parts: dict[str, str] = {}
    for name in names:
        part = (attribute(name, "part") or "full").lower()
        if text := line(name.text):
            parts.setdefault(PARTS.get(part, part), text)
    return parts


def whole_name(names: Iterable[Element]) -> str | None:
    """A name in one: as it was given in full, else first and last."""
    parts = name_parts(names)
    return parts.get("full") or " ".join(parts[part] for part in ("first", "last") if part in parts) or None


def moment(text: str | None) -> str | None:
    """A date or date-time of ISO 8601 as a date-time, with its offset if it has one; a date is midnight."""
    if not text or not ISO_8601.fullmatch(text := text.upper()):
        return None
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return None


def year(text: str | None) -> int | None:
    """A year in digits."""
    digits = _number(text)
    return int(digits) if YEAR.fullmatch(digits) else None


def distance(text: str | None) -> int | None:
    """The digits of a distance without separators; None if it cannot be told which number is meant.

    Decimals are left out: `41,250.5` is 41250.
    """
    found = DISTANCE.fullmatch(_number(text))
    digits = "".join(filter(str.isdigit, found[1])) if found else ""
    return int(digits) if 0 < len(digits) <= MOST_DIGITS else None


def _number(text: str | None) -> str:
    """In plain digits where they were wide ones; empty for what is too long to be a number."""
    return unicodedata.normalize("NFKC", text) if text and len(text) <= LONGEST_NUMBER else ""
