"""Jobs whose workers died: they run again, and the attempt counts, for the job may have been the reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update

from core.contracts.jobs import ATTEMPTS, Job
from core.data.models.job import DEAD, IS_RUNNING, RUNNING, QueuedJob
from core.data.models.plugin import Process
from core.labels import translations
from core.services.jobs.claimed import LEASE
from core.services.jobs.finishing import Outcome, ending_values
from core.services.jobs.giving_up import give_up

_ = translations("core")

DIED = _("The process that ran it ended before it did.")
TOO_LONG = _("It took longer than the {seconds} seconds that it has, or its process died.")


def orphans(connection: Connection, now: datetime) -> list[Row[Any]]:
    """Running jobs whose lease has ended, or whose process is gone. Takes no lock.

    A lease that ends later than any could was given before the clock went back.
    """
    process = select(Process.id).where(Process.id == QueuedJob.process_id)
    gone = and_(QueuedJob.process_id.is_not(None), ~process.exists())
    names = ("id", "name", "key", "claim", "attempt", "started_at")
    columns = [getattr(QueuedJob, name) for name in names]
    ended = or_(QueuedJob.lease_until < now, QueuedJob.lease_until > now + 2 * LEASE)
    found = select(*columns).where(IS_RUNNING, or_(ended, gone))
    rows: list[Row[Any]] = [*connection.execute(found)]
    return rows


def recover(
    connection: Connection, jobs: Mapping[str, Job], found: list[Row[Any]], now: datetime
) -> list[str]:
    """Put orphans back, or among the dead; answers the names of those that nobody else put back before."""
    return [row.name for row in found if _recover(connection, jobs.get(row.name), row, now)]


def _recover(connection: Connection, job: Job | None, row: Row[Any], now: datetime) -> bool:
    attempts = job.attempts if job else ATTEMPTS
    too_long = job is not None and (now - row.started_at).total_seconds() >= job.seconds
    outcome = Outcome("interrupted", error=DIED)
    if job and too_long:
        outcome = Outcome("failed", error=TOO_LONG.fill(seconds=f"{job.seconds:g}"))
    values = ending_values(outcome, row.attempt, row.attempt >= attempts, now)
    mine = (QueuedJob.id == row.id, QueuedJob.claim == row.claim, QueuedJob.state == RUNNING)
    changed = bool(connection.execute(update(QueuedJob).where(*mine).values(values)).rowcount)
    if changed and values["state"] == DEAD:
        give_up(connection, row.name, row.key, now)
    return changed
