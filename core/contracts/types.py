"""Column types that keep their promise on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from core.formats.numbers import scale, unscale
from core.formats.plain_json import plain

Identifier = BigInteger().with_variant(Integer, "sqlite")
"""Primary keys: BIGINT identity on PostgreSQL, INTEGER AUTOINCREMENT on SQLite, never reused."""


def short_text(length: int) -> TypeEngine[str]:
    """Text of limited length, compared by bytes on both databases (no server's locale decides an order)."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


def long_text_type() -> TypeEngine[str]:
    """Text without a limit of its own."""
    return Text().with_variant(Text(collation="C"), "postgresql")


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal, kept as a 64-bit integer of its last place: SQLite's `Numeric` is a float."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Decimal to integer; digits beyond the places are refused, never rounded."""
        return None if value is None else scale(value, self.places)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        """Integer to decimal."""
        return None if value is None else unscale(int(value), self.places)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; a naive datetime is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; SQLite keeps it without the offset."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no offset; moments are aware datetimes")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """From UTC."""
        if value is None:
            return None
        moment: datetime = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return moment


class ChoiceSet(TypeDecorator[list[str]]):
    """Several choices as one text, `,billing,technical,`, so that LIKE finds each of them on any database."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str | None:
        """List to text."""
        return f",{','.join(value)}," if value else None

    def process_result_value(self, value: Any | None, dialect: Dialect) -> list[str]:
        """Text to list."""
        return value.strip(",").split(",") if value else []


class JsonText(TypeDecorator[Any]):
    """A JSON value as text: the same on both databases; decimals, dates and moments become texts."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        """Value to text."""
        return None if value is None else json.dumps(value, ensure_ascii=False, default=plain)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        """Text to value."""
        return None if value is None else json.loads(value)
