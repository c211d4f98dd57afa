"""From a filter tree as it was sent to a `Filter` that can be compiled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement

from core.contracts.kinds import ParseContext
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.services.filters.criterion import NOTHING, Surroundings, compile_node
from core.services.filters.paths import Paths
from core.services.filters.tree import Condition, Group, Negation, Node, check_shape
from core.services.filters.values import operator_of, read_value

if TYPE_CHECKING:
    from core.services.access import FieldRights

NO_CONTEXT = ParseContext()


@dataclass(frozen=True, slots=True)
class Filter:
    """What rows of a record type must be like; without a root, any row will do."""

    record_type: RecordType
    root: Node | None

    def criterion(self, around: Surroundings = NOTHING) -> ColumnElement[bool]:
        """The filter as SQL on the record type's model; within the session's rights like any statement."""
        return compile_node(self.record_type, self.root, around)


def parse_filter(
    registry: Registry,
    record_type: RecordType,
    tree: Any,
    rights_of: Callable[[RecordType], FieldRights],
    context: ParseContext,
) -> Filter:
    """Check a tree and read its values; None means no filter.

    `rights_of` says which fields of a record type the actor may read: the others are unknown here. `context`
    has the zone of dates and times without an offset. Raises Invalid: `where` when the tree itself is wrong,
    otherwise the field's name.
    """
    if tree is None:
        return Filter(record_type, None)
    check_shape(tree)
    return Filter(record_type, _node(Paths(registry, record_type, rights_of), tree, context))


def _node(paths: Paths, tree: Any, context: ParseContext) -> Node:
    """The node of a part whose shape has been checked."""
    if "field" in tree:
        return _condition(paths, tree, context)
    ((key, below),) = tree.items()
    if key == "not":
        return Negation(_node(paths, below, context))
    return Group(key, tuple(_node(paths, part, context) for part in below))


def _condition(paths: Paths, tree: Any, context: ParseContext) -> Node:
    """A condition; `ne`, comparisons with null and "not empty" are said in terms of `eq` and `empty`."""
    path = paths.find(tree["field"])
    operator, raw = operator_of(path, tree.get("op")), tree.get("value")
    if raw is None and operator in ("eq", "ne"):
        operator, raw = "empty", operator == "eq"
    value = read_value(path, operator, raw, context)
    if operator == "ne":
        return Negation(Condition(path, "eq", value))
    if operator == "empty":
        return Condition(path, "empty", True) if value else Negation(Condition(path, "empty", True))
    return Condition(path, operator, value)
