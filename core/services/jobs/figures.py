"""How many jobs there are, for `/metrics`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from core.data.models.job import DEAD, IS_WAITING, RUNNING, WAITING, QueuedJob


@dataclass(frozen=True, slots=True)
class JobFigures:
    """Jobs by name and state, as far as they are not at their end for good, and how late the oldest is."""

    counts: Mapping[tuple[str, str], int]
    oldest_seconds: float


def figures(connection: Connection, now: datetime) -> JobFigures:
    """Count; what is done and discarded is left out, as it is no more to be done."""
    states = (WAITING, RUNNING, DEAD)
    counted = select(QueuedJob.name, QueuedJob.state, func.count()).where(QueuedJob.state.in_(states))
    rows = connection.execute(counted.group_by(QueuedJob.name, QueuedJob.state)).all()
    due = select(func.min(QueuedJob.due_at)).where(IS_WAITING, QueuedJob.due_at <= now)
    oldest = connection.execute(due).scalar()
    late = (now - oldest).total_seconds() if oldest else 0.0
    return JobFigures({(name, state): count for name, state, count in rows}, late)
