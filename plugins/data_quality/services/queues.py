"""The work list and the call list, the first to be dealt with first."""

from __future__ import annotations

from typing import Any

from core.plugin_api import Work, lists

Row = dict[str, Any]
WORST, PROMISE = "data_quality.score", "-data_quality.promise"
BEST = 100


def worst(work: Work, owner: str, limit: int) -> list[Row]:
    """Visible customers with problems, and dead ones, the lowest score first."""
    imperfect = {"field": "data_quality.score", "op": "lt", "value": BEST}
    dead = {"field": "data_quality.standing", "op": "in", "value": ["silent", "unreachable"]}
    return _rows(work, [{"or": [imperfect, dead]}], owner, WORST, limit, ("score", "suggestion", "reason"))


def promising(work: Work, owner: str, limit: int) -> list[Row]:
    """Visible customers who are promising, the most promising first."""
    hopeful = {"field": "data_quality.standing", "op": "eq", "value": "promising"}
    return _rows(work, [hopeful], owner, PROMISE, limit, ("promise", "reason"))


def _rows(
    work: Work, wanted: list[Any], owner: str, sort: str, limit: int, fields: tuple[str, ...]
) -> list[Row]:
    if owner:
        wanted = [*wanted, {"field": "owner", "op": "eq", "value": owner}]
    own = tuple(f"data_quality.{name}" for name in fields)
    query = lists.Query(
        fields=("id", "number", "name", *own), where={"and": wanted}, sort=sort, limit=limit, count="none"
    )
    rows = lists.list_records(work, "customers", query).rows
    return [{name.rpartition(".")[2]: value for name, value in row.items()} for row in rows]
