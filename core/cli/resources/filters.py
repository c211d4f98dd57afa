"""Filters as they are typed: `country=DE`, `amount>=100`, `name~Ltd`, `country[in]=DE,FR`, or a tree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from core.cli.errors import UsageProblem
from core.cli.words import read_text
from core.labels import translations
from core.services.filters import read_tree, short_form

_ = translations("core")

OPERATORS = {"=": "", "!=": "ne", ">": "gt", ">=": "gte", "<": "lt", "<=": "lte", "~": "contains"}
TYPED = re.compile(r"(?P<name>[\w.]+(?:\[[a-z]+\])?)\s*(?P<sign>!=|>=|<=|=|>|<|~)(?P<value>.*)", re.DOTALL)

WRONG = _("{text} is not a filter.")
EXAMPLES = _("Write it like country=DE, 'amount>=100', name~Ltd or 'country[in]=DE,FR'.")


def filter_tree(typed: Sequence[str], where: str | None) -> Any:
    """One tree of all filters and of `--where` (JSON, or `-` for stdin); None without any."""
    trees = [short_form(map(_pair, typed)), read_tree(read_text(where)) if where is not None else None]
    given = [tree for tree in trees if tree is not None]
    return {"and": given} if len(given) > 1 else next(iter(given), None)


def _pair(typed: str) -> tuple[str, str]:
    """The pair that `short_form` reads."""
    found = TYPED.fullmatch(typed.strip())
    if not found:
        raise UsageProblem(WRONG.fill(text=repr(typed)), fix=EXAMPLES)
    operator = OPERATORS[found["sign"]]
    name = f"{found['name']}[{operator}]" if operator else found["name"]
    return name, found["value"].strip()
