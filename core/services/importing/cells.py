"""From the text of a cell to a value: what is empty, choices in Chinese, JSON; all else the kind reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from core.contracts.choices import ChoiceKind, ChoicesKind
from core.contracts.fields import Field
from core.contracts.kinds import JsonKind, Kind, ParseContext
from core.host.schemas import read_value
from core.host.translations import LOCALES, Catalogues

EMPTY = frozenset({"NULL", "n/a", "N/A", "#N/A", r"\N"})
"""What other programs write into a cell that is empty; a person may be called Null."""

Reader = Callable[[Any], Any]
"""From the text of a cell (or a default) to the field's value, None for an empty one; raises Problem."""

FEW_VALUES = ("choice", "country", "currency", "language", "time_zone", "flag", "day")
"""Kinds whose values repeat from row to row, so that most need not be read again."""


def is_empty(text: str) -> bool:
    """Whether a cell says nothing."""
    stripped = text.strip()
    return not stripped or stripped in EMPTY


def reader(field: Field, catalogues: Catalogues, context: ParseContext) -> Reader:
    """What reads the cells of one column."""
    understand = _understand(field.kind, catalogues)

    def read(cell: Any) -> Any:
        return read_value(field, understand(cell) if isinstance(cell, str) else cell, context)

    return lru_cache(1_000)(read) if field.kind.name in FEW_VALUES else read


def _understand(kind: Kind, catalogues: Catalogues) -> Callable[[str], Any]:
    """What turns the text of a cell into what the kind reads."""
    if isinstance(kind, JsonKind):
        return _json
    if not isinstance(kind, ChoiceKind):
        return str
    words = _words(kind, catalogues)
    if isinstance(kind, ChoicesKind):
        return lambda text: [_code(words, part) for part in _parts(text)]
    return lambda text: _code(words, text)


def _json(text: str) -> Any:
    """JSON as a value; what is none stays a text, which the kind refuses."""
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError):
        return text


def _words(kind: ChoiceKind, catalogues: Catalogues) -> Mapping[str, str]:
    """The code of each choice by itself and by its label in every language."""
    translators = [catalogues.translator(locale) for locale in LOCALES]
    labels = {say(label).casefold(): code for code, label in kind.choices.items() for say in translators}
    return labels | {code.casefold(): code for code in kind.choices}


def _code(words: Mapping[str, str], text: str) -> str:
    return words.get(text.strip().casefold(), text)


def _parts(text: str) -> list[str]:
    return [part for part in text.replace("；", ";").replace(",", ";").split(";") if part.strip()]
