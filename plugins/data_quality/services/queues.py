"""The work list and the call list, the first to be dealt with first: ready-made views, and their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.plugin_api import View, Work, lists, translations
from plugins.data_quality.public import CALLABLE

_ = translations("data_quality")

Row = dict[str, Any]
Tree = Mapping[str, Any]
BEST = 100


def _tree(name: str, operator: str, value: Any) -> Tree:
    return {"field": name, "op": operator, "value": value}


def _own(*names: str) -> tuple[str, ...]:
    return tuple(f"data_quality.{name}" for name in names)


DEAD = _tree("data_quality.standing", "in", ["silent", "unreachable"])
PROMISING = _tree("data_quality.standing", "eq", "promising")
WORST = View(
    name="work_list",
    title=_("To be mended"),
    where={"or": [_tree("data_quality.score", "lt", BEST), DEAD]},
    sort="data_quality.score",
    columns=("number", "name", *_own("score", "suggestion", "reason"), "owner"),
)
CALL_LIST = View(
    name="call_list",
    title=_("Call list"),
    where=_tree("data_quality.standing", "in", list(CALLABLE)),
    sort="-data_quality.promise",
    columns=("number", "name", "phone", *_own("promise", "standing", "reason"), "owner"),
)


def worst(work: Work, owner: str, limit: int) -> list[Row]:
    """Visible customers with problems, and dead ones, the lowest score first."""
    return _rows(work, WORST, (), owner, limit, ("score", "suggestion", "reason"))


def promising(work: Work, owner: str, limit: int) -> list[Row]:
    """Visible customers who are promising, the most promising first."""
    return _rows(work, CALL_LIST, (PROMISING,), owner, limit, ("promise", "reason"))


def _rows(
    work: Work, view: View, more: tuple[Tree, ...], owner: str, limit: int, fields: tuple[str, ...]
) -> list[Row]:
    """The first rows of a view, limited further; fields of the plugin without its name."""
    whose = (_tree("owner", "eq", owner),) if owner else ()
    query = lists.Query(
        fields=("id", "number", "name", *_own(*fields)),
        where={"and": [view.where, *more, *whose]},
        sort=view.sort,
        limit=limit,
        count="none",
    )
    rows = lists.list_records(work, "customers", query).rows
    return [{name.rpartition(".")[2]: value for name, value in row.items()} for row in rows]
