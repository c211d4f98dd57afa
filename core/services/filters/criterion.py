"""From a parsed tree to SQL.

A filter knows only yes and no: what is not matched is matched by its negation, empty values included. So
negations are pushed down to the conditions, and a negated condition on a column that may be NULL says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    and_,
    cast,
    func,
    not_,
    or_,
    select,
    true,
    type_coerce,
)

from core.contracts.choices import MoneyKind, TagsKind
from core.contracts.fields import Field
from core.contracts.kinds import IntegerKind
from core.data.models.tag import Tag, Tagging
from core.formats.texts import sort_key
from core.host.record_types import ChildType, RecordType
from core.services.filters.money import ORDERINGS, money_test
from core.services.filters.paths import Reference, Target
from core.services.filters.tree import Condition, Group, Negation, Node
from core.services.filters.values import is_id

ESCAPE = "\\"
_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_WILDCARDS = str.maketrans({char: ESCAPE + char for char in f"%_{ESCAPE}"})

Criterion = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The statement that a criterion is for.

    `joined` is the model of an extension whose rows it joins to those of the record type. `are_few` says
    whether a SELECT of ids finds so few that it is best to begin with them.
    """

    joined: Any = None
    are_few: Callable[[Select[Any]], bool] = lambda _rows: True


NOTHING = Surroundings()


def compile_node(
    record_type: RecordType, node: Node | None, around: Surroundings, negated: bool = False
) -> Criterion:
    """The criterion that rows of the record type must satisfy; it is never NULL."""
    if node is None:
        return true()
    if isinstance(node, Negation):
        return compile_node(record_type, node.part, around, not negated)
    if isinstance(node, Group):
        join = and_ if (node.joiner == "and") != negated else or_
        return join(*(compile_node(record_type, part, around, negated) for part in node.parts))
    return _condition(record_type, node, around, negated)


def _condition(
    record_type: RecordType, condition: Condition, around: Surroundings, negated: bool
) -> Criterion:
    """One condition on the record itself, on some of its lines, or on a record that it names."""
    through = condition.path.through
    if isinstance(through, ChildType):
        found: Criterion = record_type.model.id.in_(_lines(record_type, through, condition))
        return not_(found) if negated else found
    if isinstance(through, Reference):
        column = record_type.attribute(through.field.name)
        target = through.target
        matching = column.in_(select(target.model.id).where(_test(target, condition, negated=False)))
        if _is_beside(record_type, through.field, around):
            return _in_row(record_type, through.field, matching, negated)
        return _complement(column, matching, negated, through.field)
    return _test(record_type, condition, negated, around=around)


def _is_beside(holder: RecordType | ChildType, field: Field, around: Surroundings) -> bool:
    """Whether the field's column stands in a table that is not in the statement yet."""
    if not field.extension or not isinstance(holder, RecordType):
        return False
    return holder.holder(field.name) is not around.joined


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
    around: Surroundings = NOTHING,
) -> Criterion:
    """The condition on columns of the holder's own table."""
    field, operator = condition.path.field, condition.operator
    if isinstance(field.kind, TagsKind):
        found = _tagged(holder, operator, condition.value)
        return not_(found) if negated else found
    if isinstance(holder, RecordType) and _is_beside(holder, field, around):
        return _beside(holder, condition, negated, around)
    column = holder.attribute(field.name)
    if operator == "empty":
        return column.is_not(None) if negated else column.is_(None)
    return _complement(column, _compare(holder, column, condition, currency_of), negated, field)


def _beside(holder: RecordType, condition: Condition, negated: bool, around: Surroundings) -> Criterion:
    """The condition on what an extension says of the record; where there is no row, nothing is said."""
    field, operator = condition.path.field, condition.operator
    column = holder.attribute(field.name)
    if operator == "empty":
        return _in_row(holder, field, column.is_not(None), not negated)
    found = _compare(holder, column, condition)
    rows = select(holder.holder(field.name).id).where(found)
    if not negated and around.are_few(rows):
        # The first condition says nothing, but keeps this from being taken for a few given ids.
        return and_(holder.model.id.is_not(None), holder.model.id.in_(rows))
    return _in_row(holder, field, found, negated)


def _in_row(holder: RecordType, field: Field, found: Criterion, negated: bool) -> Criterion:
    """The records with (or without) a row of the field's extension that is so."""
    id, record = holder.holder(field.name).id, holder.model
    there = select(id).where(found, id == record.id).correlate(record).exists()
    return not_(there) if negated else there


def _complement(column: Any, found: Criterion, negated: bool, field: Field) -> Criterion:
    """The test or everything else, rows without a value included (or without a row of the extension)."""
    if not negated:
        return found
    nullable = field.extension or column.property.columns[0].nullable
    return or_(column.is_(None), not_(found)) if nullable else not_(found)


def _compare(
    holder: RecordType | ChildType,
    column: Any,
    condition: Condition,
    currency_of: RecordType | None = None,
) -> Criterion:
    """A comparison of a column with a value; NULL where the column is."""
    path, operator, value = condition.path, condition.operator, condition.value
    if isinstance(path.field.kind, MoneyKind):
        currency = (currency_of or holder).attribute(path.field.kind.currency)
        return money_test(column, currency, operator, value)
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
        return _like(column, containing(value) if operator == "contains" else f"{_literally(value)}%")
    if path.field.sort_key:  # a name is before or after another by the key that it is sorted by
        column, value = holder.attribute(f"{path.field.name}_key"), sort_key(value)
    return ORDERINGS[operator](column, value)


def containing(part: str) -> str:
    """The pattern of texts in lower case that hold a part, for LIKE with ESCAPE."""
    return f"%{_literally(part)}%".translate(_ASCII_LOWER)


def _like(column: Any, pattern: str) -> Criterion:
    """Case of ASCII letters does not matter, on any database."""
    return func.lower(column).like(pattern.translate(_ASCII_LOWER), escape=ESCAPE)


def _literally(part: str) -> str:
    """The text as a part of a pattern: % and _ are letters like others."""
    return part.translate(_WILDCARDS)


def _refer(target: Target, column: Any, operator: str, value: Any) -> Criterion:
    """A reference that is one of some records, or below one of them in its tree."""
    values = value if operator == "in" else (value,)
    if operator == "under" and target.tree:
        above = target.record_type.attribute(target.tree.name)
        return column.in_(_branch(_named(target, values), above, target.record_type.model))  # type: ignore[no-any-return]
    if all(isinstance(item, int) for item in values):
        return column.in_(values)  # type: ignore[no-any-return]
    return column.in_(_named(target, values))  # type: ignore[no-any-return]


def _named(target: Target, values: Sequence[int | str]) -> Select[Any]:
    """The ids of the records that values name: text by their key and, where no record has that key, by id."""
    id = target.record_type.model.id
    ids = [item for item in values if isinstance(item, int)]
    written = [item for item in values if isinstance(item, str)]
    numbers = [item for item in written if is_id(item)]
    if target.key is None:
        return select(id).where(id.in_([*ids, *map(int, numbers)]))
    key = target.record_type.attribute(target.key.name)
    keys = select(key).where(key.in_(numbers))
    by_number = and_(id.in_(list(map(int, numbers))), cast(id, String).not_in(keys))
    return select(id).where(or_(id.in_(ids), key.in_(written), by_number))


def _branch(top: Select[Any], above: Any, model: Any) -> Select[Any]:
    """Some nodes of a tree and everything below them."""
    branch = top.cte("branch", recursive=True)
    branch = branch.union(select(model.id).join(branch, above == branch.c.id))
    return select(branch.c.id)


def _tagged(record_type: Any, operator: str, word: Any) -> Criterion:
    """Whether a record has a tag, or (for `empty`) none at all."""
    marked = select(Tagging.record_id).where(Tagging.resource == record_type.name)
    if operator == "empty":
        return record_type.model.id.not_in(marked)  # type: ignore[no-any-return]
    marked = marked.join(Tag, Tag.id == Tagging.tag_id).where(Tag.name == word)
    return record_type.model.id.in_(marked)  # type: ignore[no-any-return]
