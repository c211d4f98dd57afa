"""A filter tree as it comes through a door, and the nodes that it becomes.

The shape is checked first and without recursion, so a tree a thousand deep or a million wide costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import orjson

from core.errors import Invalid, invalid
from core.labels import Label, translations
from core.services.filters.paths import FieldPath

_ = translations("core")

MAX_BYTES = 200_000
MAX_DEPTH = 10
MAX_CONDITIONS = 100
MAX_NODES = 300
MAX_VALUES = 1_000

JOINERS = ("and", "or")
CONDITION_KEYS = frozenset({"field", "op", "value"})


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one field; `value` is a plain value of the field's kind (a tuple for `in`)."""

    path: FieldPath
    operator: str
    value: Any


@dataclass(frozen=True, slots=True)
class Group:
    """All of the parts, or at least one of them."""

    joiner: Literal["and", "or"]
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """Everything that the part does not match, empty values included."""

    part: Node


Node: TypeAlias = Condition | Group | Negation


def read_tree(text: str | bytes) -> Any:
    """The tree from JSON text, as it stands in a URL or a file; its shape is not checked yet."""
    if len(text) > MAX_BYTES:
        raise refused("filter_too_large", _("The filter is longer than {n} bytes.").fill(n=MAX_BYTES))
    try:
        return orjson.loads(text)
    except ValueError as error:
        raise refused("filter_json", _("The filter is not JSON: {reason}.").fill(reason=error)) from None


def refused(code: str, message: str) -> Invalid:
    """What is wrong with the tree as a whole."""
    example = '{"and": [{"field": "country", "op": "eq", "value": "DE"}]}'
    return invalid("where", code, message, fix=_("Write it like {example}.").fill(example=example))


def check_shape(tree: Any) -> None:
    """Raise Invalid for a tree that is too deep, too large or not made of the known nodes."""
    nodes = conditions = values = 0
    waiting = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        parts = _parts(node)
        nodes, conditions, values = nodes + 1, conditions + (not parts), values + _value_count(node)
        problem = _excess(depth, nodes + len(parts), conditions, values)
        if problem:
            raise refused("filter_too_large", problem)
        waiting += [(part, depth + 1) for part in parts]


def _excess(depth: int, nodes: int, conditions: int, values: int) -> Label | None:
    """Which limit is exceeded, in words."""
    if depth > MAX_DEPTH:
        return _("The filter is nested more than {n} deep.").fill(n=MAX_DEPTH)
    if conditions > MAX_CONDITIONS or nodes > MAX_NODES:
        return _("The filter has more than {n} conditions.").fill(n=MAX_CONDITIONS)
    if values > MAX_VALUES:
        return _("The filter lists more than {n} values.").fill(n=MAX_VALUES)
    return None


def _value_count(node: Any) -> int:
    """How many values a condition compares with."""
    value = node.get("value")
    return len(value) if isinstance(value, list) else 0


def _parts(node: Any) -> list[Any]:
    """The nodes directly below; none for a condition. Raises Invalid for anything that is no node."""
    if not isinstance(node, Mapping):
        raise refused("filter_node", _("Each part of a filter is an object."))
    if node.keys() <= CONDITION_KEYS and "field" in node:
        return []
    if len(node) != 1 or next(iter(node)) not in (*JOINERS, "not"):
        raise refused(
            "filter_node", _("Each part of a filter has field, op and value, or one of: and, or, not.")
        )
    ((key, below),) = node.items()
    if key == "not":
        return [below]
    if not isinstance(below, list) or not below:
        raise refused("filter_node", _("Under {key} stands a list of at least one part.").fill(key=key))
    return below


def walk(node: Node) -> Iterator[Condition]:
    """Every condition of a parsed tree."""
    if isinstance(node, Condition):
        yield node
    else:
        for part in node.parts if isinstance(node, Group) else (node.part,):
            yield from walk(part)
