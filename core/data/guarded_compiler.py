"""The last look at a statement of a guarded session: every guarded table in it must carry its criterion.

SQLAlchemy adds the criteria to the entities that it recognises; an entity that stands only inside a function
or inside an explicit join is not one of them. Here the finished SQL is compared with what was asked for, and
what slipped past is refused. It happens while a statement is compiled, so it costs nothing once it is cached.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from sqlalchemy import Dialect, FromClause
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.selectable import Join

from core.data.limits import MARK, GuardError, Limit, ModelLimit, guarded_tables

# What SQLAlchemy itself writes this way: count(*), EXISTS (SELECT 1 ...), LIKE ... || '%'.
HARMLESS_LITERAL = re.compile(r"\*|\d+|'[^']*'")


def install(dialect: Dialect) -> None:
    """Let this dialect compile with the last look."""
    if not issubclass(dialect.statement_compiler, LastLook):
        compiler = dialect.statement_compiler
        dialect.statement_compiler = type(f"Guarded{compiler.__name__}", (LastLook, compiler), {})


class LastLook(SQLCompiler):
    """A compiler that refuses what a guarded session must not run; statements of others pass."""

    @cached_property
    def limit(self) -> Limit | None:
        """The limit of the statement; None outside guarded sessions."""
        options = getattr(self.statement, "_with_options", ())
        return next((option for option in options if isinstance(option, Limit)), None)

    @cached_property
    def guarded(self) -> frozenset[str]:
        """The names of tables that must carry a criterion in this statement."""
        return guarded_tables() if self.limit and self.limit.criterion_of else frozenset()

    def visit_table(self, *arguments: Any, **kw: Any) -> Any:
        """A table in FROM, or the target of UPDATE and DELETE."""
        table, alias = arguments[0], kw.get("enclosing_alias")
        if kw.get("asfrom") and table.name.casefold() in self.guarded:
            self._look(alias if alias is not None and alias.element is table else table)
        return super().visit_table(*arguments, **kw)  # type: ignore[no-untyped-call]

    def visit_textclause(self, *arguments: Any, **kw: Any) -> Any:
        """Raw SQL."""
        self._refuse_text(arguments[0])
        return super().visit_textclause(*arguments, **kw)  # type: ignore[no-untyped-call]

    def visit_tstring(self, *arguments: Any, **kw: Any) -> Any:
        """Raw SQL from a template string."""
        self._refuse_text(arguments[0])
        return super().visit_tstring(*arguments, **kw)  # type: ignore[no-untyped-call]

    def visit_column(self, *arguments: Any, **kw: Any) -> Any:
        """A column, or raw SQL in a column's place."""
        column = arguments[0]
        if column.is_literal and not HARMLESS_LITERAL.fullmatch(column.name):
            self._refuse_text(column)
        return super().visit_column(*arguments, **kw)

    def visit_insert(self, *arguments: Any, **kw: Any) -> Any:
        """An INSERT."""
        self._refuse_nested()
        return super().visit_insert(*arguments, **kw)  # type: ignore[no-untyped-call]

    def visit_update(self, *arguments: Any, **kw: Any) -> Any:
        """An UPDATE."""
        self._refuse_nested()
        return super().visit_update(*arguments, **kw)

    def visit_delete(self, *arguments: Any, **kw: Any) -> Any:
        """A DELETE."""
        self._refuse_nested()
        return super().visit_delete(*arguments, **kw)  # type: ignore[no-untyped-call]

    def _look(self, source: FromClause) -> None:
        if any(MARK in entry["selectable"]._annotations for entry in self.stack):
            return  # inside a criterion, which says itself what it needs
        if source not in set(covered(self.stack[-1])):
            raise GuardError(
                f"{source.description} is not limited to what the actor may see here. Name the model itself: "
                "among the columns, in select_from() or in join() of the select; never its __table__."
            )

    def _refuse_text(self, element: Any) -> None:
        if self.limit:
            raise GuardError(f"raw SQL cannot be limited to what the actor may see: {element}")

    def _refuse_nested(self) -> None:
        if self.limit and self.stack:
            raise GuardError("INSERT, UPDATE and DELETE stand alone, never inside another statement")


def covered(entry: Any) -> Iterator[FromClause]:
    """The tables and aliases in a finished SELECT, UPDATE or DELETE that carry their model's criterion."""
    elements = list(_criteria(entry))
    while elements:
        element = elements.pop()
        limit = element._annotations.get(MARK)
        if isinstance(limit, ModelLimit):
            tables = (getattr(part, "table", None) for part in visitors.iterate(element))
            yield from (table for table in tables if table is not None and _is_of(table, limit))
        else:
            elements += element.get_children()


def _criteria(entry: Any) -> Iterator[Any]:
    """The conditions of WHERE and of all joins."""
    yield from entry["selectable"]._where_criteria
    sources = list(entry["compile_state"].froms) if "compile_state" in entry else []
    while sources:
        source = sources.pop()
        if isinstance(source, Join):
            yield source.onclause
            sources += [source.left, source.right]


def _is_of(source: Any, limit: ModelLimit) -> bool:
    """Whether this is the limit's table or an alias of it."""
    return bool(getattr(source, "element", source) == limit.mapper.local_table)
