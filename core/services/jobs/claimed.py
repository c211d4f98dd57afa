"""A job that a worker has claimed, and what it writes into its row meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Update, update

from core.contracts.jobs import Job
from core.data.models.job import RUNNING, QueuedJob

LEASE = timedelta(seconds=30)
"""After so long without a word a job is taken from its worker; two machines' clocks may differ by half."""

RENEWAL = 10.0
"""Seconds between two extensions of a lease."""


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """One attempt at a job: it holds as long as nobody else has claimed it since.

    `payload` is still a text: one that was spoilt is to cost the attempt, not the worker.
    """

    id: int
    job: Job
    key: str | None
    payload: str
    actor_id: int | None
    scopes: str
    attempt: int
    claim: int

    @property
    def is_last(self) -> bool:
        """Whether the job is dead if this attempt fails."""
        return self.attempt >= self.job.attempts


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; `total` is None where nobody knows."""

    done: int | None = None
    total: int | None = None
    text: str = ""

    def values(self) -> dict[str, Any]:
        """The columns of the row."""
        return {"done": self.done, "total": self.total, "progress": self.text[:500]}


def own_row(claimed: Claimed) -> Update:
    """An UPDATE of the job's row that changes nothing if the claim does not hold any more."""
    return update(QueuedJob).where(
        QueuedJob.id == claimed.id, QueuedJob.claim == claimed.claim, QueuedJob.state == RUNNING
    )


def renew(connection: Connection, claimed: Claimed, now: datetime, progress: Progress | None = None) -> bool:
    """Extend the lease, and say how far it is; False if the claim does not hold any more."""
    values = progress.values() if progress else {}
    changed = connection.execute(own_row(claimed).values(lease_until=now + LEASE, **values))
    return bool(changed.rowcount)
