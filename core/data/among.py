"""`among(column, "ids")`: one of many numbers, which are one parameter however many there are.

With `IN (?, ?, …)` SQLAlchemy writes, the driver reads and the database plans thousands of parameters a time.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, ColumnElement, Dialect, Text, TypeDecorator, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine


class Numbers(TypeDecorator[Collection[int]]):
    """Whole numbers as one parameter: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """How the database takes them."""
        array = dialect.name == "postgresql"
        return dialect.type_descriptor(ARRAY(BigInteger) if array else Text())

    def process_bind_param(self, value: Collection[int] | None, dialect: Dialect) -> Any:
        """The numbers as the database takes them."""
        numbers = list(value or ())
        return numbers if dialect.name == "postgresql" else json.dumps(numbers)


class _Among(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True
    # Otherwise SQLite is asked for `(…) = 1`, for which it uses no index.
    _is_implicitly_boolean = True


def among(column: Any, numbers: str | Collection[int]) -> ColumnElement[bool]:
    """Whether a column is one of these whole numbers, or of those in the parameter of this name.

    None of them if there are none; NULL is never among them.
    """
    if isinstance(numbers, str):
        return _Among(column, bindparam(numbers, type_=Numbers(), required=True))
    return _Among(column, bindparam(None, list(numbers), type_=Numbers()))


@compiles(_Among, "postgresql")
def _on_postgresql(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, numbers = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({column} = ANY ({numbers}))"


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    column, numbers = (compiler.process(clause, **options) for clause in element.clauses)
    return f"({column} IN (SELECT value FROM json_each({numbers})))"  # noqa: S608 - no values
