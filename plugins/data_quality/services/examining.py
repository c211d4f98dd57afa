"""Examining records: their score and problems, their standing, their keys; a few queries for many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from core.plugin_api import Work, records, translations
from plugins.data_quality.models import ContactQuality, CustomerQuality
from plugins.data_quality.public import Problem, RecordCheck, record_checks
from plugins.data_quality.services import keys, profiles
from plugins.data_quality.services.checks import CHECKS
from plugins.data_quality.services.completeness import missing
from plugins.data_quality.services.settings_of import Rules, rules_of
from plugins.data_quality.services.standing import standings

_ = translations("data_quality")

Row = Mapping[str, Any]
Found = tuple[int, int, str, Problem]
"""A record's id, the points that a problem takes, the check's name, the problem."""
COMPLETE = "data_quality.complete"
SUGGESTION = _("{message} {fix}")


def examine(work: Work, resource: str, rows: Sequence[Row], *, new: bool = False) -> None:
    """Work out what these records (as `records.load` answers them) are worth, and write it beside them.

    `new`: nothing has been written for them yet.
    """
    if not rows:
        return
    rules = rules_of(work)
    worth = _worth(work, resource, rows, rules)
    if resource == "contacts":
        records.derive(work, ContactQuality, list(worth.values()))
        return
    scores = {id: values["score"] for id, values in worth.items()}
    for id, found in standings(work, rows, scores, rules).items():
        worth[id] |= asdict(found)
    records.derive(work, CustomerQuality, list(worth.values()))
    keys.write(work, profiles.of_rows(rows), new=new)


def stand_anew(work: Work, rows: Sequence[Row]) -> None:
    """Work out the standing alone, after something was done; the score stays."""
    scores = {row["id"]: row["data_quality.score"] or 0 for row in rows}
    found = standings(work, rows, scores, rules_of(work))
    records.derive(work, CustomerQuality, [{"id": id, **asdict(each)} for id, each in found.items()])


def checks(work: Work, resource: str) -> list[RecordCheck]:
    """The checks of a kind of records, those of other plugins too."""
    others = (check for _owner, check in work.hooks.collect(record_checks))
    return [check for check in (*CHECKS, *others) if check.resource == resource]


def _worth(work: Work, resource: str, rows: Sequence[Row], rules: Rules) -> dict[int, dict[str, Any]]:
    """Score, problems and suggestion of each record, the worst problem first."""
    found: dict[int, list[Found]] = defaultdict(list)
    for item in _all_problems(work, resource, rows, rules):
        found[item[0]].append(item)
    return {row["id"]: _of_one(work, row["id"], found.get(row["id"], [])) for row in rows}


def _all_problems(work: Work, resource: str, rows: Sequence[Row], rules: Rules) -> Iterator[Found]:
    yield from (
        (id, points, COMPLETE, problem) for id, points, problem in missing(work, resource, rows, rules)
    )
    for check in checks(work, resource):
        for id, problems in check.look(work, rows).items():
            yield from ((id, check.points, check.name, problem) for problem in problems)


def _of_one(work: Work, id: int, found: list[Found]) -> dict[str, Any]:
    found.sort(key=lambda item: -item[1])
    problems = [
        {"check": check, "field": item.field, "points": points, "message": item.message, "fix": item.fix}
        for _id, points, check, item in found
    ]
    first = found[0][3] if found else None
    return {
        "id": id,
        "score": min(100, max(0, 100 - sum(points for _id, points, _check, _item in found))),
        "problems": problems,
        "suggestion": SUGGESTION.fill(message=first.message, fix=first.fix) if first else None,
        "examined_at": work.now,
    }
