"""What a guarded session adds to every statement: the criterion of each model, as one SQLAlchemy option.

`with_loader_criteria` itself needs one option for every model that a statement names, found anew at every
execution. This one option stands for all models, costs two bound values in SQLAlchemy's cache key, and asks
for a model's criterion only while a statement is compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import cached_property, partial
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, ColumnElement, true
from sqlalchemy.orm import Mapper
from sqlalchemy.orm.interfaces import CriteriaOption
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.annotation import _deep_annotate
from sqlalchemy.sql.util import ClauseAdapter
from sqlalchemy.sql.visitors import InternalTraversal

from core.contracts.base import Anchored, Base, Child, Extra, Record
from core.contracts.fields import Field

GUARDED = (Record, Child, Extra, Anchored)
MARK = "for_loader_criteria"
ANCHORS = ("customer_id", "record_id")

CriterionOf = Callable[[type[Any], bool], ColumnElement[bool]]
"""The criterion of a guarded model, best for a few given rows (True) or for any (False).

It names a column of the model's table, even where it limits nothing.
"""


class GuardError(RuntimeError):
    """A statement that would slip past the rights: a bug in the calling code, never the user's mistake."""


def is_guarded(model: type[Any]) -> bool:
    """Whether rows of this model are limited to what the actor may see."""
    return issubclass(model, GUARDED)


def guarded_tables() -> frozenset[str]:
    """The names of all guarded models' tables, case-folded: SQLite takes no notice of case."""
    classes = (mapper.class_ for mapper in Base.registry.mappers)
    return frozenset(item.__tablename__.casefold() for item in classes if is_guarded(item))


class Limit(CriteriaOption):
    """The criteria of all guarded models, for one kind of statement of one actor.

    Equal `signature`s mean equal SQL, whoever the actor is: what differs between actors are the `values`,
    which the criteria contain as bound values.
    """

    _cache_key_traversal = [  # noqa: RUF012 - as SQLAlchemy declares it
        ("signature", InternalTraversal.dp_plain_obj),
        ("values", InternalTraversal.dp_clauseelement_tuple),
    ]

    def __init__(
        self, signature: Hashable, values: tuple[ColumnElement[Any], ...], criterion_of: CriterionOf | None
    ) -> None:
        self.signature = signature
        self.values = values
        self.criterion_of = criterion_of
        self.of_models: dict[tuple[Mapper[Any], bool], ModelLimit] = {}
        self._limited: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

    def on(self, statement: Any) -> Any:
        """The statement with this limit; the same each time, for SQLAlchemy finds its SQL by the object."""
        found = self._limited.get(statement)
        if found is None:
            found = self._limited[statement] = statement.options(self)
        return found

    def knows(self, statement: Any) -> bool:
        """Whether the statement was limited before."""
        return statement in self._limited

    def process_compile_state(self, compile_state: Any) -> None:
        """Called by SQLAlchemy for the statement that is compiled; holds for its sub-selects too."""
        self._limit(compile_state.global_attributes, _is_about_few(compile_state))

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        """The same where SQLAlchemy asks without a statement."""
        self._limit(attributes, few=True)

    def _limit(self, attributes: dict[Any, Any], few: bool) -> None:
        """Put every guarded model's criterion where SQLAlchemy looks for those of `with_loader_criteria`."""
        if self.criterion_of is None:
            return
        for mapper in Base.registry.mappers:
            if is_guarded(mapper.class_):
                if (mapper, few) not in self.of_models:
                    self.of_models[mapper, few] = ModelLimit(
                        mapper, partial(self.criterion_of, mapper.class_, few)
                    )
                attributes["additional_entity_criteria", mapper] = [self.of_models[mapper, few]]


class ModelLimit(LoaderCriteriaOption):
    """`with_loader_criteria` of one model whose criterion is asked for when a statement first needs it."""

    inherit_cache = True

    def __init__(self, mapper: Mapper[Any], criterion: Callable[[], ColumnElement[bool]]) -> None:
        super().__init__(mapper.class_, true(), include_aliases=True, propagate_to_loaders=False)
        self.mapper = mapper
        self.ask = criterion

    @cached_property
    def plain(self) -> ColumnElement[bool]:
        """The criterion; only copies of it become SQL, for SQLAlchemy remembers tables in functions."""
        return self.ask()

    @cached_property
    def marked(self) -> ColumnElement[bool]:
        """The criterion for the model's own table, marked as this limit's."""
        return self._mark(self.plain)

    def _resolve_where_criteria(self, ext_info: Any) -> ColumnElement[bool]:
        if not ext_info.is_aliased_class:
            return self.marked
        # SQLAlchemy forgets to do this where an alias is the target of join().
        return self._mark(ClauseAdapter(ext_info.selectable).traverse(self.plain))

    def _mark(self, criterion: ColumnElement[bool]) -> ColumnElement[bool]:
        # Copies of a marked value are compared at each execution, which costs more than the rest of it.
        values: Any = [part for part in visitors.iterate(criterion) if isinstance(part, BindParameter)]
        return _deep_annotate(
            criterion, {MARK: self}, values, detect_subquery_cols=True, ind_cols_on_fromclause=True
        )


def _is_about_few(compile_state: Any) -> bool:
    """Whether a statement names the rows, or the parents of the rows, that it is about. All writing does."""
    statement = getattr(compile_state, "select_statement", None)
    conditions = getattr(statement, "_where_criteria", None)  # none in the RETURNING of a write
    return conditions is None or any(_names_rows(item) for item in conditions)


def _names_rows(condition: Any) -> bool:
    column = getattr(condition, "left", None)
    if getattr(condition, "operator", None) not in (operators.eq, operators.in_op) or column is None:
        return False
    field = getattr(column, "info", {}).get("field")
    is_parent = isinstance(field, Field) and getattr(field.kind, "on_delete", "") == "follow"
    return is_parent or getattr(column, "primary_key", False) or getattr(column, "name", "") in ANCHORS
