"""A filter as its form has it: groups of conditions, joined by "and" or "or"; and what stands in the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.contracts.pages import Parameters
from core.services.filters import read_tree
from core.services.filters.tree import check_shape
from core.web.lists.state import all_of, parts_of

JOINERS = ("and", "or")
MOST_GROUPS, MOST_LINES = 10, 20


@dataclass(frozen=True, slots=True)
class Line:
    """One condition; several values for "is one of". Without a field nothing is asked."""

    field: str = ""
    operator: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions that must all hold, or of which one must."""

    joiner: str = "and"
    lines: tuple[Line, ...] = (Line(),)


@dataclass(frozen=True)
class Sketch:
    """The groups; `rest` are parts that no form can show, which stay as they are."""

    joiner: str = "and"
    groups: tuple[Group, ...] = (Group(),)
    rest: Sequence[Any] = field(default_factory=tuple)

    def tree(self) -> Any:
        """The filter that it stands for; None if it asks nothing."""
        parts = [part for group in self.groups if (part := _tree(group)) is not None]
        return _joined(self.joiner, [*parts, *self.rest])

    def without(self, number: int, line: int) -> Sketch:
        """The same without a condition; a group goes with its last one."""
        groups = [
            replace(group, lines=tuple(item for at, item in enumerate(group.lines) if at != line))
            if place == number
            else group
            for place, group in enumerate(self.groups)
        ]
        return replace(self, groups=tuple(group for group in groups if group.lines) or (Group(),))

    def with_line(self, number: int) -> Sketch:
        """The same with an empty condition more."""
        groups = [
            replace(group, lines=(*group.lines, Line())[:MOST_LINES]) if place == number else group
            for place, group in enumerate(self.groups)
        ]
        return replace(self, groups=tuple(groups))

    def with_group(self) -> Sketch:
        """The same with a group more, joined the other way."""
        other = JOINERS[self.joiner == "and"]
        return replace(self, groups=(*self.groups, Group(other))[:MOST_GROUPS])


def _tree(group: Group) -> Any:
    return _joined(group.joiner, [_condition(line) for line in group.lines if line.field])


def _joined(joiner: str, parts: Sequence[Any]) -> Any:
    if joiner == "and":
        return all_of([inner for part in parts for inner in parts_of(part)])
    return {"or": list(parts)} if len(parts) > 1 else parts[0] if parts else None


def _condition(line: Line) -> dict[str, Any]:
    value: Any = list(line.values) if line.operator == "in" else line.values[0] if line.values else ""
    return {"field": line.field, "op": line.operator, "value": value}


def sketch_of(tree: Any) -> Sketch:
    """The form of a filter whose shape has been checked."""
    if tree is None:
        return Sketch()
    joiner = "or" if "or" in tree else "and"
    parts = tree["or"] if joiner == "or" else parts_of(tree)
    plain = tuple(_line(part) for part in parts if "field" in part)
    groups = [Group(joiner, plain)] if plain else []
    rest = []
    for part in parts:
        if _is_group(part):
            ((inner, below),) = part.items()
            groups.append(Group(inner, tuple(map(_line, below))))
        elif "field" not in part:
            rest.append(part)
    return Sketch(joiner, tuple(groups) or (Group(joiner),), rest)


def _is_group(part: Mapping[str, Any]) -> bool:
    """Whether it is a group of conditions alone."""
    name, below = next(iter(part.items()))
    return name in JOINERS and all("field" in item for item in below)


def _line(part: Mapping[str, Any]) -> Line:
    value = part.get("value")
    values = value if isinstance(value, list) else [] if value is None else [value]
    operator = "empty" if value is None and part.get("op") in (None, "eq", "ne") else part.get("op") or ""
    if operator == "empty" and value is None:
        values = ["false" if part.get("op") == "ne" else "true"]
    return Line(part["field"], operator, tuple(map(_text, values)))


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def sketch_sent(sent: Parameters) -> Sketch:
    """What stands in the form that was sent."""
    groups: dict[str, dict[str, None]] = {}
    for name in sent:
        if name.startswith("c.") and name.endswith(".field"):
            group, line = (*name.split("."), "", "")[1:3]
            groups.setdefault(group, {})[line] = None
    rest = read_tree(sent["rest"]) if sent.get("rest") else []
    for part in rest if isinstance(rest, list) else ():
        check_shape(part)
    return Sketch(
        _joiner(sent.get("join")),
        tuple(_group_sent(sent, group, list(lines)) for group, lines in [*groups.items()][:MOST_GROUPS])
        or (Group(),),
        rest if isinstance(rest, list) else [],
    )


def _group_sent(sent: Parameters, group: str, lines: Sequence[str]) -> Group:
    found = tuple(_lines_sent(sent, [f"c.{group}.{line}" for line in lines[:MOST_LINES]]))
    return Group(_joiner(sent.get(f"join.{group}")), found or (Line(),))


def _lines_sent(sent: Parameters, paths: Sequence[str]) -> Iterator[Line]:
    for path in paths:
        operator = sent.get(f"{path}.op", "")
        values = [text.strip() for text in sent.all(f"{path}.value")]
        if operator == "in" and len(values) == 1:
            values = [part.strip() for part in values[0].split(",")]
        yield Line(sent[f"{path}.field"], operator, tuple(text for text in values if text))


def _joiner(text: str | None) -> str:
    return "or" if text == "or" else "and"
