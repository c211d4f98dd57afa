"""From the text of a cell to what a field's kind reads: what is empty, choices in Chinese, JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from core.contracts.choices import ChoiceKind, ChoicesKind
from core.contracts.fields import Field
from core.contracts.kinds import JsonKind
from core.host.translations import LOCALES, Catalogues

EMPTY = frozenset({"NULL", "n/a", "N/A", "#N/A", r"\N"})
"""What other programs write into a cell that is empty; a person may be called Null."""

Reader = Callable[[str], Any]


def is_empty(text: str) -> bool:
    """Whether a cell says nothing."""
    stripped = text.strip()
    return not stripped or stripped in EMPTY


def reader(field: Field, catalogues: Catalogues) -> Reader:
    """What turns the text of a cell into what the field's kind reads."""
    kind = field.kind
    if isinstance(kind, JsonKind):
        return _json
    if not isinstance(kind, ChoiceKind):
        return _plain
    words = _words(kind, catalogues)
    if isinstance(kind, ChoicesKind):
        return lambda text: [_code(words, part) for part in _parts(text)]
    return lambda text: _code(words, text)


def _plain(text: str) -> str:
    return text


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
