"""From the texts of a form to what the records are told."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from core.contracts.fields import Field
from core.contracts.kinds import FlagKind, JsonKind, ReferenceKind
from core.web.forms.naming import id_of
from core.web.forms.outline import NO, Outline, Raw, Sheet

Values = dict[str, Any]


def value_of(item: Field, text: str) -> Any:
    """One text as the records take it: their kinds read it."""
    if not text.strip():
        return False if isinstance(item.kind, FlagKind) else None
    if isinstance(item.kind, ReferenceKind):
        id = id_of(text.strip())
        return text.strip() if id is None else id
    if isinstance(item.kind, JsonKind):
        return _json(text)
    return text


def _json(text: str) -> Any:
    """What a text says in JSON; what it does not say properly is left for its kind to refuse."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def values_of(outline: Outline, sheet: Sheet, names: Iterable[str]) -> Values:
    """The values of these fields and kinds of lines."""
    values: Values = {}
    for name in names:
        if name in outline.children:
            values[name] = _lines(outline, name, sheet.lines[name])
        else:
            values[name] = value_of(outline.fields[name], sheet.values[name])
    return values


def without_empty(outline: Outline, sheet: Sheet, blank: Mapping[str, Raw]) -> Sheet:
    """The sheet without new lines into which nobody wrote anything; `blank` is what a new line holds."""
    lines = {
        name: [row for row in rows if row["id"] or _is_filled(row, blank[name])]
        for name, rows in sheet.lines.items()
    }
    return Sheet(sheet.values, lines)


def _is_filled(row: Raw, blank: Raw) -> bool:
    return any(text.strip() and text not in (NO, blank.get(name)) for name, text in row.items())


def _lines(outline: Outline, name: str, rows: Iterable[Raw]) -> list[Values]:
    fields = outline.line_fields(name)
    found = []
    for row in rows:
        values = {item.name: value_of(item, row[item.name]) for item in fields if item.name in row}
        if row["id"]:
            found.append({"id": row["id"], **values})
        else:
            found.append({key: value for key, value in values.items() if value is not None})
    return found
