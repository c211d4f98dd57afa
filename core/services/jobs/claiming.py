"""Claim the next job that is due: the oldest, of an owner that does not have its share of the workers yet.

Looking takes no lock, so that idle workers stop nobody from writing; claiming is one UPDATE.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Text,
    Update,
    bindparam,
    func,
    select,
    type_coerce,
    union_all,
    update,
)

from core.contracts.jobs import Job
from core.contracts.types import Identifier, Moment
from core.data.models.job import IS_RUNNING, IS_WAITING, RUNNING, QueuedJob
from core.data.models.plugin import Process
from core.host.specifications import CORE
from core.services.jobs.claimed import LEASE, Claimed
from core.services.process_roles import WORKER

# Any number will do that no other lock of Guanxi has: "jobs" in ASCII.
LOCK = 0x6A6F6273

COLUMNS = ("id", "name", "key", "actor_id", "scopes", "attempt", "claim")
NOW, LEASED, PROCESS = (
    bindparam("now", type_=Moment),
    bindparam("leased", type_=Moment),
    bindparam("process", type_=Identifier),
)

RUNNING_OF_OWNERS = select(QueuedJob.owner, func.count()).where(IS_RUNNING).group_by(QueuedJob.owner)
WORKERS = select(func.count()).select_from(Process).where(Process.role == WORKER)


def share_of(workers: int) -> int:
    """How many of so many workers one plugin's jobs may have: a quarter, at least one, is left to others."""
    return workers - max(1, workers // 4) if workers > 1 else 1


@dataclass(frozen=True, eq=False)
class Claims:
    """What one application can run; its statements are made once."""

    jobs: Mapping[str, Job]

    @cached_property
    def names(self) -> Mapping[str, list[str]]:
        """The names of jobs by their owners."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in self.jobs:
            found[name.partition(".")[0]].append(name)
        return found

    def due(self, connection: Connection, now: datetime) -> list[str]:
        """The owners of jobs that are due and may run, whose job is oldest first. Takes no lock."""
        return [owner for owner in self._due(connection, now) if not self._is_full(connection, owner)]

    def _due(self, connection: Connection, now: datetime) -> list[str]:
        """The same, whether they may run or not."""
        if not self.names:
            return []
        rows = connection.execute(self._look, {"now": now}).all()
        return [row.owner for row in sorted(rows, key=lambda row: (row.due_at, row.id))]

    def claim(self, connection: Connection, now: datetime, process_id: int | None) -> Claimed | None:
        """Claim the next job in a transaction that writes; None if there is none for this worker."""
        for owner in self._due(connection, now):
            if owner != CORE and connection.dialect.name == "postgresql":
                # One after another, or several would take what is left of the share.
                connection.execute(select(func.pg_advisory_xact_lock(LOCK, func.hashtext(owner))))
            if self._is_full(connection, owner):
                continue
            given = {"now": now, "leased": now + LEASE, "process": process_id}
            if (row := connection.execute(self._take(owner), given).one_or_none()) is not None:
                return self._claimed(row)
        return None

    def _is_full(self, connection: Connection, owner: str) -> bool:
        if owner == CORE:
            return False
        running: dict[str, int] = dict(connection.execute(RUNNING_OF_OWNERS).all())
        if not running.get(owner):
            return False
        return running[owner] >= share_of(connection.execute(WORKERS).scalar_one())

    def _claimed(self, row: Row[Any]) -> Claimed:
        values = dict(row._mapping)
        return Claimed(job=self.jobs[values.pop("name")], **values)

    @cached_property
    def _look(self) -> Any:
        """The statement that finds the oldest job of each owner."""
        return union_all(*(select(self._oldest(owner).subquery()) for owner in self.names))

    @cached_property
    def _take(self) -> Any:
        """The statement that claims the oldest job of an owner."""
        return lru_cache(100)(self._make_take)

    def _make_take(self, owner: str) -> Update:
        next_one = self._oldest(owner).with_only_columns(QueuedJob.id).with_for_update(skip_locked=True)
        taken = {
            "state": RUNNING,
            "attempt": QueuedJob.attempt + 1,
            "claim": QueuedJob.claim + 1,
            "started_at": NOW,
            "lease_until": LEASED,
            "process_id": PROCESS,
        }
        columns = [getattr(QueuedJob, name) for name in COLUMNS]
        columns.append(type_coerce(QueuedJob.payload, Text).label("payload"))
        statement = update(QueuedJob).where(QueuedJob.id == next_one.scalar_subquery()).values(taken)
        return statement.returning(*columns)

    def _oldest(self, owner: str) -> Select[str, datetime, int]:
        return (
            select(QueuedJob.owner, QueuedJob.due_at, QueuedJob.id)
            .where(IS_WAITING, QueuedJob.owner == owner, QueuedJob.name.in_(self.names[owner]))
            .where(QueuedJob.due_at <= NOW)
            .order_by(QueuedJob.due_at, QueuedJob.id)
            .limit(1)
        )
