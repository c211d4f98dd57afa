"""Searching by words first, whatever else a statement asks for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ClauseElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import roles
from sqlalchemy.sql.selectable import CTE, Select


class _WordsFirst(roles.StatementOptionRole, ClauseElement):
    """What stands between `AS` and the SELECT of a common table expression."""

    _traverse_internals: list[Any] = []  # noqa: RUF012  # all are equal: statements with one are cached


@compiles(_WordsFirst)
def _write(_element: _WordsFirst, _compiler: Any, **_options: Any) -> str:
    return "MATERIALIZED"


def words_first(statement: Select[*tuple[Any, ...]]) -> CTE:
    """The rows of a SELECT by words, which the database finds once, before anything else around it.

    PostgreSQL does not know how rare the beginning of a word is (it guesses one row in a hundred), and would
    rather read tables in the order of a list until enough rows happen to match; SQLite would look anew for
    each part of a statement.
    """
    return statement.cte().prefix_with(_WordsFirst())  # type: ignore[arg-type]  # see its role
