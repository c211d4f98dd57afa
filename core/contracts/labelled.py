"""Texts that code says and that are kept: every reader gets them in his own language.

A kept label is its text in English, its owner and its values; it is translated when it is read. One whose
text has changed since, or whose owner has gone, is read in English.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Dialect
from sqlalchemy.types import TypeEngine

from core.contracts.kinds import JsonKind, ParseContext, Problem
from core.contracts.types import JsonText
from core.formats.plain_json import plain
from core.labels import Label, translations

_ = translations("core")

MARK = "$label"
ONLY_CODE = _("Nobody can set this.")


class LabelledText(JsonText):
    """A JSON value in which labels stay labels.

    Only for what code says: a value that people send could hold anything in place of a label.
    """

    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        """Value to text."""
        if value is None:
            return None
        return json.dumps(_packed(value), ensure_ascii=False, separators=(",", ":"), default=plain)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        """Text to value."""
        return None if value is None else json.loads(value, object_hook=_unpacked)


def _packed(value: Any) -> Any:
    if isinstance(value, Label):
        return {MARK: [value.owner, value.template, *([_packed(value.values)] if value.values else ())]}
    if isinstance(value, Mapping):
        return {name: _packed(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_packed(item) for item in value]
    return value


def _unpacked(found: dict[str, Any]) -> Any:
    if found.keys() != {MARK}:
        return found
    owner, template, *values = found[MARK]
    return Label(template, owner, *values)


@dataclass(frozen=True)
class LabelledKind(JsonKind):
    """A label, or a list or an object with labels in it (`structured`), that code alone writes."""

    structured: bool = False
    name: ClassVar[str] = "label"

    def column_type(self) -> TypeEngine[Any]:
        return LabelledText()

    def read(self, raw: Any, context: ParseContext) -> Any:
        raise Problem("read_only", ONLY_CODE)

    def schema(self) -> dict[str, Any]:
        return super().schema() if self.structured else {"type": "string"}

    def text(self, value: Any) -> str:
        return str(value) if isinstance(value, str) else super().text(value)
