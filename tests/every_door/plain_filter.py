"""What a filter means, said in plain Python, and filters to try it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from operator import ge, gt, le, lt
from typing import Any

from core.contracts.choices import ChoiceKind
from core.contracts.fields import Field
from core.contracts.kinds import DecimalKind, IntegerKind, ReferenceKind, TextKind
from core.formats.numbers import INTEGER_MAX, INTEGER_MIN
from core.formats.texts import sort_key

Row = Mapping[str, Any]
Tree = dict[str, Any]

ORDERINGS: Mapping[str, Callable[[Any, Any], bool]] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}
PIECES = ("%", "_", "\\", "'", '"', "a", "A", "Å", "å", "王", "100 %", "X_y")


@dataclass(frozen=True)
class Place:
    """A field that filters can name: on the record, on its lines, or on a record that it names."""

    name: str
    field: Field
    values: Callable[[Row], Sequence[Any]]
    """The values that a record has there: one of its own, one for each line, one or none of another's."""
    keys: Mapping[str, int]
    """For references: the ids of the records that a key names."""

    @property
    def operators(self) -> list[str]:
        """All that can be asked here."""
        return sorted(self.field.kind.operators - {"under"})


def matches(places: Mapping[str, Place], tree: Tree, row: Row) -> bool:
    """Whether a filter finds a record."""
    if "not" in tree:
        return not matches(places, tree["not"], row)
    for name, join in (("and", all), ("or", any)):
        if name in tree:
            return join(matches(places, part, row) for part in tree[name])
    place, operator, value = places[tree["field"]], tree["op"], tree["value"]
    if operator == "ne":
        return not matches(places, {**tree, "op": "eq"}, row)
    if operator == "empty" and value is False:
        return not matches(places, {**tree, "value": True}, row)
    if value is None:
        operator = "empty"
    return any(holds(place, operator, stored, value) for stored in place.values(row))


def holds(place: Place, operator: str, stored: Any, value: Any) -> bool:
    """One comparison."""
    if operator == "empty":
        return stored is None or (stored == [] and place.field.kind.name != "json")
    if stored is None:
        return False
    if operator == "in":
        return any(holds(place, "eq", stored, item) for item in value)
    if operator == "eq":
        return bool(stored == (place.keys.get(value, value) if place.keys else value))
    if operator == "has":
        return value in stored
    if operator in ("contains", "starts"):
        whole, part = ascii_lower(stored), ascii_lower(value)
        return part in whole if operator == "contains" else whole.startswith(part)
    key = sort_key if place.field.sort_key else lambda item: item
    return ORDERINGS[operator](key(stored), key(value))


def ascii_lower(text: str) -> str:
    """Only ASCII letters have no case in filters."""
    return "".join(char.lower() if char.isascii() else char for char in text)


def conditions(place: Place, rows: Sequence[Row]) -> Iterator[Tree]:
    """Every operator of a field with values that are there, with their neighbours, and with others."""
    known = [value for row in rows for value in place.values(row)]
    for operator in place.operators:
        for value in asked(place, operator, known):
            yield {"field": place.name, "op": operator, "value": value}


def asked(place: Place, operator: str, known: Sequence[Any]) -> Sequence[Any]:
    """What a field is compared with."""
    if operator == "empty":
        return (True, False)
    near = list(dict.fromkeys(nearby(place, known)))
    if operator == "in":
        return [near[start : start + 3] for start in range(0, len(near), 3)]
    if operator in ("contains", "starts"):
        return [
            *PIECES,
            *(part for text in filter(None, known) for part in (text[:3], text[1:4]) if part.strip()),
        ]
    return [None, *near] if operator in ("eq", "ne") else near


def nearby(place: Place, known: Sequence[Any]) -> Iterator[Any]:
    """Values of the field's kind: those that are there, and their neighbours."""
    kind = place.field.kind
    for value in known:
        yield from value if isinstance(value, list) else () if value is None else neighbours(kind, value)
    if isinstance(kind, ChoiceKind):
        yield from kind.choices
    elif isinstance(kind, ReferenceKind):
        yield from (*place.keys, 999)
    elif isinstance(kind, IntegerKind):
        yield from (INTEGER_MIN, 0, INTEGER_MAX)
    elif type(kind) is TextKind:
        yield from PIECES


def neighbours(kind: Any, value: Any) -> Iterator[Any]:
    """A value, and what lies just beside it."""
    yield value
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, datetime):
        yield from (value - timedelta(microseconds=1), value + timedelta(seconds=1))
    elif isinstance(value, date):
        yield from (value - timedelta(days=1), value + timedelta(days=1))
    elif isinstance(value, Decimal):
        step = Decimal(1).scaleb(-kind.places if isinstance(kind, DecimalKind) else -3)
        yield from (value - step, value + step)
    elif isinstance(kind, IntegerKind):
        yield from (max(value - 1, INTEGER_MIN), min(value + 1, INTEGER_MAX))
