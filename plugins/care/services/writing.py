"""Writing down what was worked out, for thousands at once: only what differs from what stands there.

Most of what is worked out again is as it was, and a row that is not written costs no index, log or lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select

from core.plugin_api import Work, among, records
from plugins.care.models import DueTask, SubjectState

Row = tuple[Any, ...]

TASK = (
    *("subject_id", "code", "state", "anchor", "anchor_day", "time_due", "distance_due", "distance_due_date"),
    *("basis", "due_date", "due_by", "soon_on", "overdue_on"),
)
"""The attributes of a row about a task, in order."""
STATE = (
    *("urgency", "due_on", "visit", "missed_on", "remind_on", "next_on"),
    *("last_day", "last_value", "gain", "gain_days", "per_day", "source"),
)
"""The attributes of the row about a subject, in order."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was worked out: by subject its rows of `TASK`, in the plan's order, and its row of `STATE`."""

    ids: Sequence[int]
    tasks: dict[int, list[Row]]
    states: dict[int, Row]


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tables say, in the same form; nothing of subjects of which they say nothing."""

    tasks: dict[int, list[Row]]
    states: dict[int, Row]

    def of(self, id: int) -> tuple[list[Row] | None, Row | None]:
        """What they say of one subject."""
        return self.tasks.get(id), self.states.get(id)


def are_known(work: Work, ids: Sequence[int]) -> bool:
    """Whether the tables say anything of any of these subjects."""
    known = select(SubjectState.id).where(among(SubjectState.id, ids), SubjectState.urgency.is_not(None))
    return work.session.execute(known.limit(1)).first() is not None


def standing(work: Work, ids: Sequence[int]) -> Standing:
    """What the tables say of these subjects."""
    return Standing(_standing_tasks(work, ids), _standing_states(work, ids))


def different(found: Found, said: Standing) -> list[int]:
    """The subjects of which the tables say something else."""
    return [
        id
        for id in found.ids
        if said.tasks.get(id, []) != found.tasks.get(id, []) or said.states.get(id) != found.states[id]
    ]


def write(work: Work, found: Found, said: Standing) -> None:
    """Have the tables, which say this, say what was worked out."""
    _write_tasks(work, found, said)
    rows = [(id, found.states[id]) for id in found.ids if said.states.get(id) != found.states[id]]
    records.derive(work, SubjectState, [{"id": id, **dict(zip(STATE, row, strict=True))} for id, row in rows])


def _write_tasks(work: Work, found: Found, said: Standing) -> None:
    other = [id for id in found.ids if said.tasks.get(id, []) != found.tasks.get(id, [])]
    gone = [id for id in other if id in said.tasks]
    if gone:
        removing = delete(DueTask).where(among(DueTask.subject_id, gone))
        work.session.execute(removing.execution_options(synchronize_session=False))
    new = [dict(zip(TASK, row, strict=True)) for id in other for row in found.tasks.get(id, ())]
    records.add_facts(work, DueTask, new)


def _standing_tasks(work: Work, ids: Sequence[int]) -> dict[int, list[Row]]:
    standing: dict[int, list[Row]] = {}
    for row in work.session.execute(_TASKS, {"wanted": ids}):
        standing.setdefault(row[0], []).append(tuple(row))
    return standing


def _standing_states(work: Work, ids: Sequence[int]) -> dict[int, Row]:
    return {id: tuple(row) for id, *row in work.session.execute(_STATES, {"wanted": ids})}


# In the order in which they were written, which is that of the plan.
_TASKS = (
    select(*(getattr(DueTask, name) for name in TASK))
    .where(among(DueTask.subject_id, "wanted"))
    .order_by(DueTask.id)
)
_STATES = select(SubjectState.id, *(getattr(SubjectState, name) for name in STATE)).where(
    among(SubjectState.id, "wanted")
)
