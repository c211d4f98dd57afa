"""Filters in words: which fields they can name, what the operators are called, what a condition says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from core.contracts.choices import ChoiceKind, CodeKind
from core.contracts.fields import Field
from core.contracts.kinds import DayKind, FlagKind, MomentKind
from core.errors import Invalid
from core.host.record_types import ChildType, RecordType
from core.labels import Label, Translator, translations
from core.services.filters.paths import FieldPath, Paths, referred
from core.services.filters.values import is_id
from core.services.lists.including import labels_of
from core.web.forms.codes import code_name

if TYPE_CHECKING:
    from core.services.work import Work

_ = translations("core")

OPERATORS: Mapping[str, Label] = {
    "eq": _("is"),
    "ne": _("is not"),
    "in": _("is one of"),
    "contains": _("contains"),
    "starts": _("begins with"),
    "has": _("has"),
    "under": _("is, or is below"),
    "gt": _("is more than"),
    "gte": _("is at least"),
    "lt": _("is less than"),
    "lte": _("is at most"),
    "empty": _("is empty"),
}
OF_TIMES: Mapping[str, Label] = {
    "gt": _("is after"),
    "gte": _("is from"),
    "lt": _("is before"),
    "lte": _("is until"),
}
NOT_EMPTY = _("is not empty")
CONDITION = _("{field} {operator} {value}")
WITHOUT = _("{field} {operator}")
NOT, OR, AND = _("not: {part}"), _(" or "), _(" and ")
FURTHER = _("{first}: {field}")
LONGEST_VALUE = 60
NOT_FURTHER = frozenset({"id", "version"})
"""What nobody asks of a record that another one names: the reference itself says which it is."""


@dataclass(frozen=True, eq=False)
class Words:
    """Says filters in one language; `names` are those of the records that conditions refer to."""

    paths: Paths
    translate: Translator
    names: Mapping[str, Mapping[int, str]]
    locale: str

    def part(self, tree: Any) -> str:
        """What one part of a filter says; a name that nobody knows is said as it is."""
        if "field" in tree:
            return self._condition(tree)
        ((joiner, below),) = tree.items()
        if joiner == "not":
            return self.translate(NOT.fill(part=self.part(below)))
        return self.translate(OR if joiner == "or" else AND).join(map(self.part, below))

    def _condition(self, tree: Mapping[str, Any]) -> str:
        try:
            path = self.paths.find(tree["field"])
        except Invalid:
            return f"{tree['field']} {tree.get('op', '')} {tree.get('value', '')}"
        operator, value = tree.get("op") or default_operator(path.field), tree.get("value")
        label = self.label(path)
        if operator == "empty" or (value is None and operator in ("eq", "ne")):
            says = (
                NOT_EMPTY if operator == "ne" or str(value).lower() in ("false", "0") else OPERATORS["empty"]
            )
            return self.translate(WITHOUT.fill(field=label, operator=self.translate(says)))
        told = {"field": label, "operator": self.translate(operator_label(path.field, operator))}
        return self.translate(CONDITION.fill(**told, value=self._values(path, value)))

    def label(self, path: FieldPath) -> str:
        """What a field is called, with what leads to it."""
        return field_label(path, self.translate)

    def _values(self, path: FieldPath, value: Any) -> str:
        listed = value if isinstance(value, list) else [value]
        text = ", ".join(self._value(path, item) for item in listed)
        return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"

    def _value(self, path: FieldPath, value: Any) -> str:
        kind = path.field.kind
        if isinstance(kind, ChoiceKind):
            return self.translate(kind.choices.get(str(value), str(value)))
        if isinstance(kind, FlagKind):
            return self.translate(_("yes") if str(value).lower() in ("true", "1") else _("no"))
        if isinstance(kind, CodeKind):
            return code_name(kind.name, str(value), self.locale)
        if path.target and is_id(str(value)):
            return self.names.get(path.target.record_type.name, {}).get(int(value)) or f"#{value}"
        return str(value)


def words_for(work: Work, record_type: RecordType, tree: Any) -> Words:
    """What says this filter: one query for each kind of records that it refers to."""
    paths = paths_of(work, record_type)
    wanted: dict[str, set[int]] = defaultdict(set)
    for condition in conditions_of(tree):
        target, value = _target(paths, condition), condition.get("value")
        if target:
            wanted[target] |= {
                int(item) for item in map(str, value if isinstance(value, list) else [value]) if is_id(item)
            }
    names = {name: _names(work, work.registry.type_of(name), ids) for name, ids in wanted.items()}
    return Words(paths, work.translate, names, work.actor.locale)


def paths_of(work: Work, record_type: RecordType) -> Paths:
    """Finds the fields that filters of the actor may name."""
    return Paths(work.registry, record_type, cache(partial(work.access.field_rights, work.actor)))


def _target(paths: Paths, condition: Mapping[str, Any]) -> str | None:
    try:
        target = paths.find(condition["field"]).target
    except Invalid:
        return None
    return target.record_type.name if target else None


def _names(work: Work, target: RecordType, ids: set[int]) -> dict[int, str]:
    if work.actor.reach(target.resource.permission("view")) is None:
        return {}
    return {id: row["name"] for id, row in labels_of(work, target, ids).items() if row["name"]}


def conditions_of(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Every condition of a tree whose shape has been checked."""
    if tree is None:
        return
    if "field" in tree:
        yield tree
        return
    ((joiner, below),) = tree.items()
    for part in [below] if joiner == "not" else below:
        yield from conditions_of(part)


def default_operator(field: Field) -> str:
    """What a condition without an operator means."""
    return next(name for name in ("eq", "has", "contains", "empty") if name in field.kind.operators)


def operator_label(field: Field, operator: str) -> Label:
    """What an operator is called for a field."""
    if isinstance(field.kind, DayKind | MomentKind) and operator in OF_TIMES:
        return OF_TIMES[operator]
    return OPERATORS.get(operator, Label(operator))


def operators_of(path: FieldPath) -> list[str]:
    """The operators of a field, in the order in which they are offered."""
    is_tree = path.target is not None and path.target.tree is not None
    return [name for name in OPERATORS if name in path.field.kind.operators and (is_tree or name != "under")]


def field_label(path: FieldPath, translate: Translator) -> str:
    """What a field is called, with what leads to it."""
    own = translate(path.field.label)
    if path.through is None:
        return own
    through = path.through
    before = through.children.title if isinstance(through, ChildType) else through.field.label
    return translate(FURTHER.fill(first=translate(before), field=own))


def offered_fields(work: Work, record_type: RecordType) -> Sequence[tuple[str, list[FieldPath]]]:
    """The fields that a filter can name, by group: usual ones, the others, lines, those of references."""
    paths, rights = paths_of(work, record_type), work.access.field_rights(work.actor, record_type)
    readable = rights.readable
    own = [item.name for item in record_type.public if item.name in readable and item.kind.operators]
    usual = [name for name in record_type.filters if name in own]
    groups = [
        (work.translate(_("Usual")), usual),
        (work.translate(_("Others")), [name for name in own if name not in usual]),
    ]
    for name, child in record_type.children.items():
        lines = [f"{name}.{item.name}" for item in child.public if f"{name}.{item.name}" not in rights.masked]
        groups.append((work.translate(child.children.title), lines))
    groups += _of_references(work, record_type, readable)
    found = []
    for title, names in groups:
        if known := [path for path in map(partial(_found, paths), names) if path]:
            found.append((title, known))
    return found


def _of_references(
    work: Work, record_type: RecordType, readable: frozenset[str]
) -> Iterator[tuple[str, list[str]]]:
    """The fields of the records that a record names, of kinds that the actor may see; usual ones first."""
    for step in record_type.references:
        target = referred(work.registry, step)
        if target is None or step.name not in readable:
            continue
        if work.actor.reach(target.resource.permission("view")) is None:
            continue
        others = [item.name for item in target.public if item.kind.operators]
        names = dict.fromkeys([*target.filters, target.resource.label, *others])
        yield (
            work.translate(step.label),
            [f"{step.name}.{name}" for name in names if name not in NOT_FURTHER],
        )


def _found(paths: Paths, name: str) -> FieldPath | None:
    try:
        return paths.find(name)
    except Invalid:
        return None
