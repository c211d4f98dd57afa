"""The kinds of field: what a value of each is, how it is read from any door, stored and written out.

A kind knows nothing of records, rights or databases beyond its column type, so every door asks the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, ClassVar

from sqlalchemy import Boolean, Date
from sqlalchemy.types import TypeEngine

from core.contracts.types import Identifier, JsonText, Moment, Scaled, long_text_type, short_text
from core.formats.emails import normalise_email
from core.formats.moments import parse_day, parse_moment
from core.formats.numbers import parse_decimal, parse_flag, parse_integer
from core.formats.phones import normalise_phone
from core.formats.structures import clean_structure
from core.formats.texts import clean_text
from core.formats.urls import normalise_url
from core.labels import Label, message_of, translations

_ = translations("core")

EQUALITY = frozenset({"eq", "ne", "in", "empty"})
ORDER = EQUALITY | {"gt", "gte", "lt", "lte"}
TEXT = ORDER | {"contains", "starts"}


class Problem(ValueError):
    """A value that is not of its field's kind: a stable code and a message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class ParseContext:
    """What reading a value may depend on: the zone of dates without an offset (None refuses them)."""

    zone: tzinfo | None = None


class Kind:
    """One kind of field. Values are plain: str, int, Decimal, bool, date, aware datetime, list[str]."""

    name: ClassVar[str]
    operators: ClassVar[frozenset[str]] = EQUALITY
    wrong: ClassVar[Label] = _("This is not a valid value.")
    needs_record: ClassVar[bool] = False
    """True when storing or loading a value needs other fields of its record (money needs the currency)."""

    def column_type(self) -> TypeEngine[Any]:
        """The SQLAlchemy type of the column."""
        raise NotImplementedError

    def read(self, raw: Any, context: ParseContext) -> Any:
        """The plain value of what a door sent (never None or blank); raises ValueError or Problem."""
        raise NotImplementedError

    def parse(self, raw: Any, context: ParseContext) -> Any:
        """Like `read`, with None for what is empty and `Problem` as the only error."""
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            return None
        try:
            return self.read(raw, context)
        except Problem:
            raise
        except (ValueError, ArithmeticError, TypeError) as error:
            raise Problem(f"{self.name}_invalid", _("{reason}").fill(reason=self.explain(error))) from error

    def explain(self, error: Exception) -> str:
        """The reason in words: the parser's own where it gives one."""
        return message_of(error) or self.wrong

    def schema(self) -> dict[str, Any]:
        """The JSON Schema of a value."""
        return {"type": "string"}

    def text(self, value: Any) -> str:
        """A value as it stands in CSV, XLSX and on the command line."""
        return "" if value is None else str(value)

    def store(self, value: Any, values: Mapping[str, Any]) -> Any:
        """From the plain value to what the column takes."""
        return value

    def load(self, stored: Any, values: Mapping[str, Any]) -> Any:
        """From what the column gave to the plain value."""
        return stored


@dataclass(frozen=True)
class TextKind(Kind):
    """One line of text."""

    max_length: int = 200
    name = "text"
    operators = TEXT

    def column_type(self) -> TypeEngine[Any]:
        return short_text(self.max_length)

    def read(self, raw: Any, context: ParseContext) -> str:
        return clean_text(_as_text(raw), self.max_length)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.max_length}


@dataclass(frozen=True)
class LongTextKind(TextKind):
    """Text of several lines."""

    max_length: int = 20_000
    name = "long_text"
    operators = frozenset({"contains", "empty"})

    def column_type(self) -> TypeEngine[Any]:
        return long_text_type()

    def read(self, raw: Any, context: ParseContext) -> str:
        return clean_text(_as_text(raw), self.max_length, lines=True)


@dataclass(frozen=True)
class EmailKind(TextKind):
    """An e-mail address; its form is checked, not whether it exists."""

    max_length: int = 254
    name = "email"

    def read(self, raw: Any, context: ParseContext) -> str:
        return normalise_email(_as_text(raw))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "maxLength": self.max_length, "description": "e-mail address"}


@dataclass(frozen=True)
class UrlKind(TextKind):
    """A web address, http or https."""

    max_length: int = 500
    name = "url"

    def read(self, raw: Any, context: ParseContext) -> str:
        return normalise_url(_as_text(raw))


@dataclass(frozen=True)
class PhoneKind(TextKind):
    """A telephone number: E.164 when it is valid in the region of `country`, otherwise as it was written."""

    max_length: int = 40
    country: str = "country"
    name = "phone"

    def check(self, value: str, region: str | None) -> tuple[str, bool]:
        """The number as it is kept, and whether it was recognised as a valid one."""
        phone = normalise_phone(value, region)
        return phone.value, phone.checked


@dataclass(frozen=True)
class IntegerKind(Kind):
    """A whole number of 64 bits."""

    minimum: int = -(2**63)
    maximum: int = 2**63 - 1
    name = "integer"
    operators = ORDER

    def column_type(self) -> TypeEngine[Any]:
        return Identifier

    def read(self, raw: Any, context: ParseContext) -> int:
        value = parse_integer(raw)
        if not self.minimum <= value <= self.maximum:
            bounds = _("It must be from {minimum} to {maximum}.").fill(
                minimum=self.minimum, maximum=self.maximum
            )
            raise Problem("out_of_range", bounds)
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


@dataclass(frozen=True)
class DecimalKind(Kind):
    """An exact decimal of at most `digits` digits, `places` of them after the point."""

    digits: int = 18
    places: int = 4
    name = "decimal"
    operators = ORDER

    def column_type(self) -> TypeEngine[Any]:
        return Scaled(self.places)

    def read(self, raw: Any, context: ParseContext) -> Any:
        return parse_decimal(raw, self.digits, self.places)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": rf"^-?\d{{1,{self.digits - self.places}}}(\.\d{{1,{self.places}}})?$",
        }

    def text(self, value: Any) -> str:
        return "" if value is None else format(value, "f")


@dataclass(frozen=True)
class FlagKind(Kind):
    """Yes or no."""

    name = "flag"
    operators = frozenset({"eq", "ne", "empty"})

    def column_type(self) -> TypeEngine[Any]:
        return Boolean()

    def read(self, raw: Any, context: ParseContext) -> bool:
        return parse_flag(raw)

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def text(self, value: Any) -> str:
        return "" if value is None else "true" if value else "false"


@dataclass(frozen=True)
class DayKind(Kind):
    """A calendar date, in nobody's time zone."""

    name = "day"
    operators = ORDER

    def column_type(self) -> TypeEngine[Any]:
        return Date()

    def read(self, raw: Any, context: ParseContext) -> Any:
        return parse_day(raw)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class MomentKind(Kind):
    """A moment in time, UTC."""

    name = "moment"
    operators = ORDER

    def column_type(self) -> TypeEngine[Any]:
        return Moment()

    def read(self, raw: Any, context: ParseContext) -> Any:
        return parse_moment(raw, context.zone)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}

    def text(self, value: Any) -> str:
        return "" if value is None else value.isoformat().replace("+00:00", "Z")


@dataclass(frozen=True)
class ReferenceKind(Kind):
    """Another record, by id or by its natural key; `table` is the target's.

    `on_delete`: "refuse" keeps the target from being deleted while this record names it, "follow" marks a
    parent (what follows it vanishes and returns with it). `tree` refuses circles.
    """

    table: str = ""
    on_delete: str = "refuse"
    tree: bool = False
    name = "reference"
    operators = EQUALITY | {"under"}

    def column_type(self) -> TypeEngine[Any]:
        return Identifier

    def read(self, raw: Any, context: ParseContext) -> int | str:
        if isinstance(raw, str):
            return clean_text(raw, 200)
        value = parse_integer(raw)
        if value < 1:
            raise Problem("reference_invalid", _("An id is a positive number."))
        return value

    def schema(self) -> dict[str, Any]:
        return {"type": ["integer", "string"], "description": "the id of the record, or its key when writing"}


@dataclass(frozen=True)
class JsonKind(Kind):
    """A JSON value, for definitions such as a saved view; it cannot be filtered or sorted."""

    name = "json"
    operators = frozenset({"empty"})

    def column_type(self) -> TypeEngine[Any]:
        return JsonText()

    def read(self, raw: Any, context: ParseContext) -> Any:
        if not isinstance(raw, dict | list):
            raise Problem("json_invalid", _("It must be a JSON object or list."))
        return clean_structure(raw)

    def schema(self) -> dict[str, Any]:
        return {"type": ["object", "array"]}

    def text(self, value: Any) -> str:
        return "" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def _as_text(raw: Any) -> str:
    """Text as it is; numbers are taken as written; anything else is refused."""
    if isinstance(raw, str):
        return raw
    raise Problem("text_invalid", _("It must be text."))
