"""What other plugins may use: checks of their own, and what the standing of a customer is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.plugin_api import Work, hookspec

CALLABLE = ("active", "promising")
"""Standings of customers that belong on a call list: filter `data_quality.standing` by them."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, and what would mend it.

    Labels are shown to each reader in his language, and to all who see the record: so they name no values
    that not everybody may see, such as telephone numbers.
    """

    field: str
    message: str
    fix: str


Look = Callable[[Work, Sequence[Mapping[str, Any]]], Mapping[int, Sequence[Problem]]]
"""Answers, for records with their lines, the problems of each that has any, by the record's id."""


@dataclass(frozen=True, kw_only=True)
class RecordCheck:
    """A check of one kind of records, `customers` or `contacts`.

    `name` is `<owner>.<check>`; each of its problems takes `points` (1 to 100) off the score.
    """

    name: str
    resource: str
    title: str
    look: Look
    points: int = 10


@hookspec
def record_checks() -> Iterable[RecordCheck]:
    """Add checks to the score and the work list of data quality.

    When: whenever records are examined; `look` is called once for many of them.
    Transaction: inside that of the change, or of the job; `look` only reads.
    Returns: checks. Since: 1.0.
    """
    return ()
