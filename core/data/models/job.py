"""Jobs that wait, run or have ended, what they have done for good, and when schedules are due."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Index, String, Text, and_, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Base, Identified, only_where
from core.contracts.types import Identifier, JsonText, Moment

WAITING, RUNNING, DONE, DEAD, DISCARDED = "waiting", "running", "done", "dead", "discarded"
STATES = (WAITING, RUNNING, DONE, DEAD, DISCARDED)


class QueuedJob(Identified):
    """A job, written in the transaction that wanted it.

    `claim` grows with every claim: a worker that was taken for dead has an older one and changes nothing.
    """

    __tablename__ = "core_job"

    owner: Mapped[str] = mapped_column(String(24))
    name: Mapped[str] = mapped_column(String(100))
    key: Mapped[str | None] = mapped_column(String(255))
    payload: Mapped[dict[str, Any]] = mapped_column(JsonText)
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    # Who wanted it, with the scopes of the token that he used; None: the system.
    actor_id: Mapped[int | None] = mapped_column(Identifier)
    scopes: Mapped[str] = mapped_column(Text, default="")
    enqueued_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    attempt: Mapped[int] = mapped_column(default=0)
    claim: Mapped[int] = mapped_column(default=0)
    process_id: Mapped[int | None] = mapped_column(Identifier)
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[Any | None] = mapped_column(JsonText)
    done: Mapped[int | None] = mapped_column(BigInteger)
    total: Mapped[int | None] = mapped_column(BigInteger)
    progress: Mapped[str] = mapped_column(String(500), default="")


# As the indexes say it, for with a bound value no database would use them.
_WAITING: ColumnElement[str] = literal_column(f"'{WAITING}'")
_RUNNING: ColumnElement[str] = literal_column(f"'{RUNNING}'")
IS_WAITING, IS_RUNNING = QueuedJob.state == _WAITING, QueuedJob.state == _RUNNING
UNFINISHED = and_(QueuedJob.key.is_not(None), QueuedJob.state.in_((_WAITING, _RUNNING)))
"""The rows among which a key is unique."""


Index("ix_core_job_due", QueuedJob.owner, QueuedJob.due_at, QueuedJob.id, **only_where(IS_WAITING))
Index("ix_core_job_running", QueuedJob.owner, **only_where(IS_RUNNING))
Index("uq_core_job_key", QueuedJob.name, QueuedJob.key, unique=True, **only_where(UNFINISHED))
Index("ix_core_job_state_id", QueuedJob.state, QueuedJob.id)
Index("ix_core_job_actor_id_id", QueuedJob.actor_id, QueuedJob.id)
Index("ix_core_job_finished_at", QueuedJob.finished_at, **only_where(QueuedJob.finished_at.is_not(None)))


class JobMark(Base):
    """A step of a job that was done, written in the transaction that did it.

    `run` is `key:<key>`, or `id:<id>` of a job without one.
    """

    __tablename__ = "core_job_mark"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    run: Mapped[str] = mapped_column(String(260), primary_key=True)
    step: Mapped[str] = mapped_column(String(200), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


class ScheduleState(Base):
    """When a schedule is due next; `name` is made of all that it says, so a changed one is another one."""

    __tablename__ = "core_schedule"

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    job: Mapped[str] = mapped_column(String(100))
    # The zone in which next_at was worked out.
    time_zone: Mapped[str] = mapped_column(String(64))
    next_at: Mapped[datetime] = mapped_column(Moment)
    last_at: Mapped[datetime | None] = mapped_column(Moment)
