"""A hint for SQLite's planner, which knows nothing of how often a value occurs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class likely(FunctionElement[bool]):  # noqa: N801 - written like the function that it is
    """Says that a condition is true of many rows: SQLite then does not fetch and sort them all."""

    name = "likely"
    type = Boolean()
    inherit_cache = True


@compiles(likely)
def _plainly(element: Any, compiler: Any, **kw: Any) -> str:
    return str(compiler.process(element.clause_expr, **kw))


@compiles(likely, "sqlite")
def _hinted(element: Any, compiler: Any, **kw: Any) -> str:
    return f"likely{compiler.process(element.clause_expr, **kw)}"
