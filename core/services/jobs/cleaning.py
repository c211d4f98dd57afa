"""What nobody asks for any more: jobs that have ended, their marks, answers to requests of the day before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select

from core.data.models import IdempotencyEntry, JobMark, QueuedJob
from core.services.jobs.run import JobRun

KEPT = timedelta(days=30)
ANSWERS_KEPT = timedelta(days=1)
CHUNK = 5_000
"""Rows in one transaction, so that others get their turn."""

Old = Callable[[Any], ColumnElement[bool]]


def tidy_up(run: JobRun) -> dict[str, int]:
    """Delete what is old; answers how many rows of each."""
    return {
        "jobs": _delete(run, QueuedJob.id, lambda now: QueuedJob.finished_at < now - KEPT),
        "marks": _delete_marks(run),
        "answers": _delete(run, IdempotencyEntry.id, lambda now: IdempotencyEntry.at < now - ANSWERS_KEPT),
    }


def _delete(run: JobRun, id: Any, old: Old) -> int:
    """Delete rows of the model that has this id."""
    count, deleted = 0, CHUNK
    while deleted == CHUNK:
        with run.work() as work:
            some = select(id).where(old(work.now)).limit(CHUNK)
            statement = delete(id.class_).where(id.in_(some)).execution_options(synchronize_session=False)
            deleted = len(work.session.execute(statement.returning(id)).all())
        count += deleted
        run.progress(count)
    return count


def _delete_marks(run: JobRun) -> int:
    """Marks stay as long again as the jobs that made them."""
    with run.work() as work:
        statement = delete(JobMark).where(JobMark.at < work.now - 2 * KEPT)
        changed: Any = work.session.execute(statement.execution_options(synchronize_session=False))
        return int(changed.rowcount)
