"""How an attempt ended, and what becomes of the job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from core.data.models.job import DEAD, DONE, WAITING
from core.services.jobs.claimed import Claimed, Progress, own_row
from core.services.jobs.giving_up import give_up

FIRST_PAUSE = timedelta(seconds=10)
GROWTH = 4
LONGEST_PAUSE = timedelta(hours=6)
LONGEST_ERROR = 4_000

Ending = Literal["done", "failed", "interrupted", "hopeless", "released"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended.

    After a "failed" one there is another, unless it was the last; after an "interrupted" one, whose process
    died, at once; after a "hopeless" one there is none. A
    "released" job goes back to where it was, as if it had not been claimed.
    """

    ending: Ending
    result: Any = None
    error: str = ""


def pause_after(attempt: int) -> timedelta:
    """How long to wait after so many failed attempts: 10 s, 40 s, 160 s, ... 6 hours."""
    growth: int = GROWTH ** min(attempt - 1, 10)
    return min(FIRST_PAUSE * growth, LONGEST_PAUSE)


def finish(
    connection: Connection, claimed: Claimed, outcome: Outcome, now: datetime, progress: Progress
) -> bool:
    """Write how an attempt ended; False, and nothing changes, if the claim does not hold any more."""
    values = ending_values(outcome, claimed.attempt, claimed.is_last, now)
    shown = progress.values() if progress != Progress() else {}
    changed = connection.execute(own_row(claimed).values(**values, **shown))
    if changed.rowcount and values["state"] == DEAD:
        give_up(connection, claimed.job.name, claimed.key, now)
    return bool(changed.rowcount)


def ending_values(outcome: Outcome, attempt: int, is_last: bool, now: datetime) -> dict[str, Any]:
    """The columns of a job after an attempt."""
    free: dict[str, Any] = {"process_id": None, "lease_until": None}
    error = outcome.error.replace("\0", "")[:LONGEST_ERROR]
    if outcome.ending == "released":
        return {**free, "state": WAITING, "attempt": attempt - 1}
    if outcome.ending == "done":
        return {**free, "state": DONE, "finished_at": now, "result": outcome.result, "error": error}
    if outcome.ending == "hopeless" or is_last:
        return {**free, "state": DEAD, "finished_at": now, "error": error}
    due = {} if outcome.ending == "interrupted" else {"due_at": now + pause_after(attempt)}
    return {**free, "state": WAITING, "error": error, **due}
