"""What core does later, or at fixed times."""

from __future__ import annotations

from core.contracts.jobs import Job, Schedule

JOBS: tuple[Job, ...] = ()
SCHEDULES: tuple[Schedule, ...] = ()
