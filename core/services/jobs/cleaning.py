"""What nobody asks for any more: jobs that have ended, their marks, answers to requests of the day before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, select, tuple_

from core.data.models import IdempotencyEntry, JobMark, QueuedJob
from core.services.jobs.run import JobRun
from core.services.pace import Pace

KEPT = timedelta(days=30)
ANSWERS_KEPT = timedelta(days=1)
CHUNK = 5_000
"""Rows in one transaction at most, so that others get their turn."""

Old = Callable[[Any], ColumnElement[bool]]


def tidy_up(run: JobRun) -> dict[str, int]:
    """Delete what is old; answers how many of each. Marks stay twice as long as the jobs that made them."""
    answer = IdempotencyEntry
    return {
        "jobs": _delete(run, (QueuedJob.id,), lambda now: QueuedJob.finished_at < now - KEPT),
        "marks": _delete(
            run, (JobMark.name, JobMark.run, JobMark.step), lambda now: JobMark.at < now - 2 * KEPT
        ),
        "answers": _delete(run, (answer.id,), lambda now: answer.at < now - ANSWERS_KEPT),
    }


def _delete(run: JobRun, key: tuple[Any, ...], old: Old) -> int:
    """Delete rows of the model that has this primary key."""
    pace, count = Pace(one_writer=run.app.database.kind == "sqlite", largest=CHUNK), 0
    while True:
        wanted = pace.rows
        with pace.holding(wanted) as held, run.work() as work:
            held.begins()
            some = select(*key).where(old(work.now)).limit(wanted)
            statement = delete(key[0].class_).where(tuple_(*key).in_(some))
            gone = statement.execution_options(synchronize_session=False).returning(key[0])
            deleted = len(work.session.execute(gone).all())
        count += deleted
        run.progress(count)
        if deleted < wanted:
            return count
