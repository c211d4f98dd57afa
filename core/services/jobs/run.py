"""`JobRun`: what a job's function gets, one for each attempt."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from typing import Any

from sqlalchemy import select

from core.contracts.jobs import JobStopped
from core.contracts.work import Actor
from core.data.models.job import RUNNING, JobMark, QueuedJob
from core.data.upserts import insert_unless_there
from core.errors import invalid
from core.labels import translations
from core.services.jobs.claimed import Claimed, Progress, renew
from core.services.work import App, Work

_ = translations("core")

DOOR = "job"
PROGRESS_SECONDS = 1.0
LONGEST_STEP = 200
BAD_STEP = _("The name of a step has 1 to {limit} characters.")


def _never() -> bool:
    return False


class JobRun:
    """One attempt at a job. All of its transactions are those of the actor who wanted the job.

    Made by the worker, and by `core.testing` for tests of jobs.
    """

    def __init__(self, app: App, claimed: Claimed, stopping: Callable[[], bool] = _never) -> None:
        self.app = app
        self.claimed = claimed
        self.step = ""
        """What it was last doing, for the message of an error."""
        self.latest = Progress()
        self._stopping = stopping
        self._in_work = False
        self._written = Progress()
        self._next_write = time.monotonic() + PROGRESS_SECONDS

    @property
    def id(self) -> int:
        """The job's id."""
        return self.claimed.id

    @property
    def key(self) -> str | None:
        """The key with which it was enqueued."""
        return self.claimed.key

    @cached_property
    def payload(self) -> Mapping[str, Any]:
        """What it was enqueued with, as JSON knows it."""
        payload: Mapping[str, Any] = json.loads(self.claimed.payload)
        return payload

    @property
    def attempt(self) -> int:
        """1 at first."""
        return self.claimed.attempt

    @property
    def is_last(self) -> bool:
        """Whether the job is dead if this attempt fails."""
        return self.claimed.is_last

    @property
    def cause(self) -> str:
        """What stands in the journal beside the changes of this job."""
        return f"job:{self.id}"

    @contextmanager
    def work(self, step: str = "") -> Iterator[Work]:
        """A transaction that writes; `step` names it where an error is shown.

        Raises JobStopped if the job is not this run's any more, NotSignedIn if its actor is not active.
        """
        self.step = step
        self.stop_if_wanted()
        with self.app.work(self.actor(), self.cause) as work:
            self._require_claim(work)
            self._in_work = True
            try:
                yield work
            finally:
                self._in_work = False
        self.step = ""
        self._write_if_due()

    def reading(self) -> AbstractContextManager[Work]:
        """A transaction that cannot write."""
        return self.app.reading(self.actor())

    def actor(self) -> Actor:
        """Who wanted the job, with his rights of this moment; the system if nobody did."""
        if self.claimed.actor_id is None:
            return self.app.system(DOOR)
        return self.app.actors.of_user(self.claimed.actor_id, DOOR, self.claimed.scopes)

    def once(self, work: Work, step: str) -> bool:
        """Whether `step` of this job has yet to be done: True for one transaction that is committed, ever.

        Of jobs of one kind with the same key, whenever they run, one of them does it. Call it first in a
        transaction of `work()`, and do nothing there if it says False.
        """
        if not 0 < len(step) <= LONGEST_STEP:
            raise invalid("step", "out_of_range", BAD_STEP.fill(limit=LONGEST_STEP), step[:LONGEST_STEP])
        self.step = step
        run = f"id:{self.id}" if self.key is None else f"key:{self.key}"
        mark = {"name": self.claimed.job.name, "run": run, "step": step, "at": work.now}
        unique = (JobMark.name, JobMark.run, JobMark.step)
        return insert_unless_there(work.session, JobMark, mark, unique, answer=JobMark.step) is not None

    def progress(self, done: int, total: int | None = None, text: str = "") -> None:
        """Say how far it is; written at most once a second, between transactions. It costs next to nothing.

        Raises JobStopped if the job was discarded, or its process is to end: then it is run again later, and
        this attempt does not count. Let that pass, and leave what was not finished to the next run.
        """
        self.latest = Progress(done, total, text)
        if not self._in_work:
            self.stop_if_wanted()
            self._write_if_due()

    def stop_if_wanted(self) -> None:
        """Raise JobStopped if the process is to end."""
        if self._stopping():
            raise JobStopped

    def _write_if_due(self) -> None:
        if self.latest == self._written or time.monotonic() < self._next_write:
            return
        self._next_write = time.monotonic() + PROGRESS_SECONDS
        self._written = self.latest
        with self.app.database.writing() as connection:
            mine = renew(connection, self.claimed, self.app.clock(), self.latest)
        if not mine:
            raise JobStopped

    def _require_claim(self, work: Work) -> None:
        """A worker that was taken for dead writes nothing more."""
        mine = select(QueuedJob.id).where(
            QueuedJob.id == self.id, QueuedJob.claim == self.claimed.claim, QueuedJob.state == RUNNING
        )
        if work.session.execute(mine).first() is None:
            raise JobStopped
