"""From a parsed tree to SQL.

A filter knows only yes and no: what is not matched is matched by its negation, empty values included. So
negations are pushed down to the conditions, and a negated condition on a column that may be NULL says so.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    and_,
    func,
    not_,
    or_,
    select,
    true,
    type_coerce,
)

from core.contracts.choices import MoneyKind, TagsKind
from core.contracts.kinds import IntegerKind
from core.data.models.tag import Tag, Tagging
from core.formats.texts import sort_key
from core.host.record_types import ChildType, RecordType
from core.services.filters.money import ORDERINGS, money_test
from core.services.filters.paths import Reference, Target
from core.services.filters.tree import Condition, Group, Negation, Node
from core.services.filters.values import is_id

ESCAPE = "\\"
NO_ID = 0
_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_WILDCARDS = str.maketrans({char: ESCAPE + char for char in f"%_{ESCAPE}"})

Criterion = ColumnElement[bool]


def compile_node(record_type: RecordType, node: Node | None, negated: bool = False) -> Criterion:
    """The criterion that rows of the record type must satisfy; it is never NULL."""
    if node is None:
        return true()
    if isinstance(node, Negation):
        return compile_node(record_type, node.part, not negated)
    if isinstance(node, Group):
        join = and_ if (node.joiner == "and") != negated else or_
        return join(*(compile_node(record_type, part, negated) for part in node.parts))
    return _condition(record_type, node, negated)


def _condition(record_type: RecordType, condition: Condition, negated: bool) -> Criterion:
    """One condition on the record itself, on some of its lines, or on a record that it names."""
    through = condition.path.through
    if isinstance(through, ChildType):
        found: Criterion = record_type.model.id.in_(_lines(record_type, through, condition))
        return not_(found) if negated else found
    if isinstance(through, Reference):
        column = record_type.attribute(through.field.name)
        target = through.target
        matching = select(target.model.id).where(_test(target, condition, negated=False))
        return _complement(column, column.in_(matching), negated)
    return _test(record_type, condition, negated)


def _lines(record_type: RecordType, child: ChildType, condition: Condition) -> Select[Any]:
    """The records of which some line satisfies the condition."""
    owner, kind = getattr(child.model, child.parent), condition.path.field.kind
    statement = select(owner)
    if isinstance(kind, MoneyKind) and kind.currency not in child.fields:  # the currency is the record's
        statement = statement.join(record_type.model, record_type.model.id == owner)
        return statement.where(_test(child, condition, negated=False, currency_of=record_type))
    return statement.where(_test(child, condition, negated=False))


def _test(
    holder: RecordType | ChildType,
    condition: Condition,
    negated: bool,
    currency_of: RecordType | None = None,
) -> Criterion:
    """The condition on columns of the holder's own table."""
    field, operator = condition.path.field, condition.operator
    if isinstance(field.kind, TagsKind):
        found = _tagged(holder, operator, condition.value)
        return not_(found) if negated else found
    column = holder.attribute(field.name)
    if operator == "empty":
        return column.is_not(None) if negated else column.is_(None)
    if isinstance(field.kind, MoneyKind):
        currency = (currency_of or holder).attribute(field.kind.currency)
        return _complement(column, money_test(column, currency, operator, condition.value), negated)
    return _complement(column, _compare(holder, column, condition), negated)


def _complement(column: Any, found: Criterion, negated: bool) -> Criterion:
    """The test or everything else, rows without a value included."""
    if not negated:
        return found
    nullable = column.property.columns[0].nullable
    return or_(column.is_(None), not_(found)) if nullable else not_(found)


def _compare(holder: RecordType | ChildType, column: Any, condition: Condition) -> Criterion:
    """A comparison of a column with a value; NULL where the column is."""
    path, operator, value = condition.path, condition.operator, condition.value
    if path.target is not None:
        return _refer(path.target, column, operator, value)
    if isinstance(path.field.kind, IntegerKind):
        column = type_coerce(column, BigInteger)  # PostgreSQL casts the value to the type of the column
    if operator == "in":
        return column.in_(value)  # type: ignore[no-any-return]
    if operator == "eq":
        return column == value  # type: ignore[no-any-return]
    if operator == "has":
        return _like(type_coerce(column, String), f"%,{_literally(value)},%")
    if operator in ("contains", "starts"):
        return _like(column, f"%{_literally(value)}%" if operator == "contains" else f"{_literally(value)}%")
    if path.field.sort_key:  # a name is before or after another by the key that it is sorted by
        column, value = holder.attribute(f"{path.field.name}_key"), sort_key(value)
    return ORDERINGS[operator](column, value)


def _like(column: Any, pattern: str) -> Criterion:
    """Case of ASCII letters does not matter, on any database."""
    return func.lower(column).like(pattern.translate(_ASCII_LOWER), escape=ESCAPE)


def _literally(part: str) -> str:
    """The text as a part of a pattern: % and _ are letters like others."""
    return part.translate(_WILDCARDS)


def _refer(target: Target, column: Any, operator: str, value: Any) -> Criterion:
    """A reference that is one of some records, or below one of them in its tree."""
    if operator == "in":
        # not OR: SQLite's parser does not go a thousand deep
        return column.in_([_id_of(target, item) for item in value])  # type: ignore[no-any-return]
    if operator == "under" and target.tree:
        above = target.record_type.attribute(target.tree.name)
        return column.in_(_branch(target.record_type.model, above, _id_of(target, value)))  # type: ignore[no-any-return]
    return column == _id_of(target, value)  # type: ignore[no-any-return]


def _id_of(target: Target, value: int | str) -> Any:
    """The id of the record that a value names: by its key and, where no record has that key, by its id."""
    if isinstance(value, int):
        return value
    id = target.record_type.model.id
    found = [select(id).where(id == int(value)).scalar_subquery()] if is_id(value) else []
    if target.key:
        by_key = select(func.min(id)).where(target.record_type.attribute(target.key.name) == value)
        found.insert(0, by_key.scalar_subquery())
    return func.coalesce(*found, NO_ID)  # never NULL, so that "not this one" is an answer too


def _branch(model: Any, above: Any, top: Any) -> Select[Any]:
    """A node of a tree and everything below it."""
    branch = select(model.id).where(model.id == top).cte("branch", recursive=True)
    branch = branch.union(select(model.id).join(branch, above == branch.c.id))
    return select(branch.c.id)


def _tagged(record_type: Any, operator: str, word: Any) -> Criterion:
    """Whether a record has a tag, or (for `empty`) none at all."""
    marked = select(Tagging.record_id).where(Tagging.resource == record_type.name)
    if operator == "empty":
        return record_type.model.id.not_in(marked)  # type: ignore[no-any-return]
    marked = marked.join(Tag, Tag.id == Tagging.tag_id).where(Tag.name == word)
    return record_type.model.id.in_(marked)  # type: ignore[no-any-return]
