"""Kinds whose values come from a list: choices, money's currency, countries, languages, time zones, tags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger
from sqlalchemy.types import TypeEngine

from core.contracts.kinds import EQUALITY, ORDER, Kind, ParseContext, Problem
from core.contracts.types import ChoiceSet, short_text
from core.formats.currencies import from_minor, to_minor
from core.formats.numbers import parse_decimal
from core.formats.texts import clean_text
from core.labels import message_of, translations

_ = translations("core")

# 64 bits of minor units are 17 digits and two places; `to_minor` refuses what is larger still.
MONEY_DIGITS = 23


TONES = ("gray", "blue", "purple", "green", "orange", "teal", "yellow", "red")
"""The colours of badges and columns, the first for what needs none."""


@dataclass(frozen=True)
class ChoiceKind(Kind):
    """One of a list of codes. `source` names a contribution (activity types) that the registry fills in.

    `tones` are the colours of codes that mean good or bad; the others' follow their place in the list.
    """

    choices: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    tones: Mapping[str, str] = field(default_factory=dict)
    name = "choice"
    operators = EQUALITY

    def column_type(self) -> TypeEngine[Any]:
        return short_text(64)

    def read(self, raw: Any, context: ParseContext) -> str:
        wanted = str(raw).strip()
        if wanted in self.choices:
            return wanted
        folded = wanted.casefold()
        for code, label in self.choices.items():
            if folded in (code.casefold(), label.casefold()):
                return code
        raise Problem(
            "choice_unknown", _("It must be one of: {choices}.").fill(choices=", ".join(self.choices))
        )

    def tone(self, code: str) -> str:
        """The colour in which a code is shown, one of TONES; gray for an unknown one."""
        places = {known: place for place, known in enumerate(self.choices)}
        return self.tones.get(code) or TONES[places.get(code, 0) % len(TONES)]

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.choices)}


@dataclass(frozen=True)
class ChoicesKind(ChoiceKind):
    """Several of a list of codes."""

    name = "choices"
    operators = frozenset({"has", "empty"})

    def column_type(self) -> TypeEngine[Any]:
        return ChoiceSet(500)

    def read(self, raw: Any, context: ParseContext) -> Any:
        parts = _parts(raw)
        if not isinstance(parts, list):
            raise Problem("choices_invalid", _("It must be a list."))
        read = [super(ChoicesKind, self).read(part, context) for part in parts if str(part).strip()]
        return list(dict.fromkeys(read))

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": super().schema()}

    def text(self, value: Any) -> str:
        return "; ".join(value or ())


@dataclass(frozen=True)
class CodeKind(Kind):
    """A code of a public list that people may also write by name: countries, currencies, languages, zones."""

    name: str = ""  # type: ignore[misc]  # one class for four lists
    parser: Callable[[str], str] = str
    max_length: int = 40
    operators = ORDER

    def column_type(self) -> TypeEngine[Any]:
        return short_text(self.max_length)

    def read(self, raw: Any, context: ParseContext) -> str:
        if not isinstance(raw, str):
            raise Problem("text_invalid", _("It must be text."))
        return self.parser(raw)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "maxLength": 200,
            "description": f"{self.name} code, or its name when writing",
        }


@dataclass(frozen=True)
class MoneyKind(Kind):
    """An amount in the currency that another field of the record names; stored in whole minor units."""

    currency: str = "currency"
    name = "money"
    operators = ORDER
    needs_record = True

    def column_type(self) -> TypeEngine[Any]:
        return BigInteger()

    def read(self, raw: Any, context: ParseContext) -> Decimal:
        return parse_decimal(raw, MONEY_DIGITS, 4)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^-?\d{1,18}(\.\d{1,4})?$",
            "description": "amount in major units",
        }

    def text(self, value: Any) -> str:
        return "" if value is None else format(value, "f")

    def store(self, value: Decimal | None, values: Mapping[str, Any]) -> int | None:
        """Major units to minor units of the record's currency; digits it does not have are refused."""
        if value is None:
            return None
        currency = values.get(self.currency)
        if not currency:
            raise Problem("currency_missing", _("Say the currency of this amount."))
        try:
            return to_minor(value, currency)
        except ValueError as error:
            raise Problem("money_invalid", _("{reason}").fill(reason=message_of(error))) from error

    def load(self, stored: int | None, values: Mapping[str, Any]) -> Decimal | None:
        """Minor units to major units."""
        return None if stored is None else from_minor(stored, str(values[self.currency]))


@dataclass(frozen=True)
class TagsKind(Kind):
    """Free words on a record, kept in the table of tags rather than in a column of its own."""

    name = "tags"
    operators = frozenset({"has", "empty"})

    def read(self, raw: Any, context: ParseContext) -> list[str]:
        parts = _parts(raw)
        if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
            raise Problem("tags_invalid", _("It must be a list of words."))
        words = [clean_text(part, 60) for part in parts if part.strip()]
        if any("," in word or ";" in word for word in words):
            raise Problem("tags_invalid", _("A tag has no comma or semicolon."))
        return sorted(dict.fromkeys(words))

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "maxLength": 60}}

    def text(self, value: Any) -> str:
        return "; ".join(value or ())


def _parts(raw: Any) -> Any:
    """What stands between commas and semicolons in a text; anything else as it is."""
    return raw.replace("；", ";").replace(",", ";").split(";") if isinstance(raw, str) else raw
