"""Cursors give back exactly the position they were made of, and nothing else is taken for one."""

import base64
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import BigInteger, Boolean, Date, String, column

from core.contracts.types import Moment, Scaled
from core.errors import Invalid
from core.services.lists.cursors import decode, encode
from core.services.lists.sorting import Key, Order

TYPES: dict[str, tuple[Any, st.SearchStrategy[Any]]] = {
    "text": (String(), st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=50)),
    "number": (BigInteger(), st.integers(-(2**63), 2**63 - 1)),
    "exact": (Scaled(8), st.decimals(-(10**9), 10**9, places=8, allow_nan=False)),
    "flag": (Boolean(), st.booleans()),
    "day": (Date(), st.dates()),
    "moment": (Moment(), st.datetimes(timezones=st.just(UTC))),
}


def order(kind: str, name: str = "", nullable: bool = True) -> Order:
    keys = [Key(column(kind, TYPES[kind][0]), False, nullable), Key(column("id", BigInteger()), False, False)]
    return Order(name or kind, tuple(keys))


def raw(*content: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(content)).rstrip(b"=").decode()


@pytest.mark.parametrize("kind", TYPES)
@given(data=st.data())
def test_every_position_comes_back(kind: str, data: st.DataObject) -> None:
    position = (data.draw(st.none() | TYPES[kind][1]), data.draw(st.integers(1, 2**63 - 1)))
    assert decode(order(kind), encode(order(kind), position)) == position


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", 1),
        ("text", "a\x00"),
        ("text", ["a"]),
        ("number", True),
        ("number", "1"),
        ("number", 1.5),
        ("number", 2**63),
        ("exact", 1.5),
        ("exact", "1.123456789"),
        ("exact", "NaN"),
        ("exact", "1e400000"),
        ("exact", "9" * 3000),
        ("flag", 1),
        ("day", "2026-13-01"),
        ("day", 20260101),
        ("moment", "2026-01-01T00:00:00"),
        ("moment", "yesterday"),
        ("moment", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_values_of_another_type_are_refused(kind: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        decode(order(kind), raw(kind, value, 1))
    assert refused.value.errors["after"][0].code == "cursor_invalid"


RUBBISH = [
    "",
    "x",
    "%%%",
    "a" * 5_000,
    "é",
    "\ud800",
    raw(),
    raw("text"),
    raw("text", "a"),
    raw("text", "a", 1, 2),
    raw("text", "a", None),
    raw("-text", "a", 1),
    raw(["text"], "a", 1),
    base64.urlsafe_b64encode(b'["text", "a", 1]').decode(),
    raw("text", "a", 1) + "=",
    raw("text", "a", 1) + "\n",
    base64.urlsafe_b64encode(b"[" * 2_000).decode(),
]


@pytest.mark.parametrize("cursor", RUBBISH)
def test_rubbish_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode(order("text"), cursor)
    assert list(refused.value.errors) == ["after"]
    assert "next" in refused.value.fix


def test_a_cursor_of_another_order_is_refused() -> None:
    cursor = encode(order("text"), ("a", 1))
    with pytest.raises(Invalid):
        decode(order("text", "-text"), cursor)
    assert decode(order("text"), cursor) == ("a", 1)


def test_a_missing_value_is_refused_where_every_row_has_one() -> None:
    with pytest.raises(Invalid):
        decode(order("day", nullable=False), raw("day", None, 1))
    assert decode(order("day"), raw("day", None, 1)) == (None, 1)


def test_a_position_reads_the_same_as_the_row_it_was_made_of() -> None:
    position = (Decimal("1.50000000"), 7)
    assert decode(order("exact"), encode(order("exact"), position)) == position
    moment = (datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC), 7)
    assert decode(order("moment"), encode(order("moment"), moment)) == moment
    assert decode(order("day"), encode(order("day"), (date(1, 1, 1), 7))) == (date(1, 1, 1), 7)
