"""What is missing in a record: fields by their weights; what is there in another way is not missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.plugin_api import Work, translations
from plugins.data_quality.public import Problem
from plugins.data_quality.services.settings_of import Rules

_ = translations("data_quality")

MISSING = _("{field} is missing.")
ASK = _("Ask for it, or take it from the web site or a business card.")
INSTEAD: Mapping[str, tuple[str, ...]] = {
    "phone": ("phones", "mobile"),
    "email": ("emails",),
    "street": ("addresses",),
    "city": ("addresses",),
}
NOT_OF_PERSONS = frozenset({"tax_id", "industry"})

Row = Mapping[str, Any]


def missing(
    work: Work, resource: str, rows: Sequence[Row], rules: Rules
) -> Iterator[tuple[int, int, Problem]]:
    """For each missing field: the record's id, what it takes off the score, and the problem."""
    fields = work.registry.type_of(resource).fields
    for name, points in rules.weights.get(resource, {}).items():
        if name not in fields:
            continue
        message = MISSING.fill(field=fields[name].label)
        for row in rows:
            if not _is_there(row, name):
                yield row["id"], points, Problem(name, message, ASK)


def _is_there(row: Row, name: str) -> bool:
    if row.get("kind") == "person" and name in NOT_OF_PERSONS:
        return True
    return any(row.get(each) not in (None, "", []) for each in (name, *INSTEAD.get(name, ())))
