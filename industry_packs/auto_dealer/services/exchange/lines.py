"""Lines as they arrive: read one by one, each good or with what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from core.plugin_api import Label, translations
from industry_packs.auto_dealer.services.exchange.kinds import BY_NAME
from industry_packs.auto_dealer.services.exchange.names import FORM
from industry_packs.auto_dealer.services.vin import normalise
from plugins.care.public import codes_of, written

_ = translations("auto_dealer")

LONGEST = 64 * 1024
HEAD = "exchange"
TOO_LONG = _("The line is longer than 64 KiB.")
NO_JSON = _("This is no object in JSON.")
NO_TEXT = _("It has a character that is no text: it was cut or wrongly decoded.")
NO_KIND = _("There is no such kind of lines: {kind}")
LATER = _("The form of this file is later than what is known here; the rest of it may be misread.")
PLAIN = (str, int, bool, type(None))
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
NEVER = re.compile("[\x00\ud800-\udfff]")
"""What no database can be asked for."""


@dataclass(slots=True)
class Line:
    """A line of a file: what it says, or what is wrong with it."""

    number: int
    content: str
    values: Mapping[str, Any] = field(default_factory=dict)
    problem: Label | str = ""

    @property
    def kind(self) -> str:
        """Which kind of record it is about."""
        return str(self.values.get("kind", ""))


def in_parts(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    """The same lines, so many at once."""
    rest = iter(lines)
    while part := list(islice(rest, size)):
        yield part


def lines_of(raw: Iterable[bytes]) -> Iterator[Line]:
    """The lines of a file but for empty ones and good headings, counted from 1."""
    for number, content in enumerate(raw, 1):
        text = content[:LONGEST].decode("utf-8-sig", errors="replace").strip()
        if not text:
            continue
        line = Line(number, text)
        _read(line, content)
        if line.problem or line.kind != HEAD:
            yield line


def _read(line: Line, content: bytes) -> None:
    if len(content) > LONGEST:
        line.problem = TOO_LONG
        return
    try:
        values = json.loads(line.content)
    except (ValueError, RecursionError):
        line.problem = NO_JSON
        return
    if not isinstance(values, dict) or not all(isinstance(value, PLAIN) for value in values.values()):
        line.problem = NO_JSON
        return
    line.values = _tidied(values)
    if any(isinstance(value, str) and NEVER.search(value) for value in values.values()):
        line.problem = NO_TEXT
    elif line.kind == HEAD:
        line.problem = LATER if values.get("form") != FORM else ""
    elif line.kind not in BY_NAME:
        line.problem = NO_KIND.fill(kind=line.kind[:60])


def printable(text: str) -> str:
    """The text with a mark for each character that is none; line breaks are `\\n`."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def _tidied(values: dict[str, Any]) -> dict[str, Any]:
    """Numbers of vehicles and codes in one form, however a program writes them."""
    if isinstance(values.get("vin"), str):
        values["vin"] = normalise(values["vin"])
    if isinstance(values.get("codes"), str):
        values["codes"] = written(codes_of(values["codes"]))
    return values
