"""Jobs: work that is done later, in a process of its own, and what starts it at fixed times."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.labels import Label

SECONDS = 60.0
ATTEMPTS = 5


class JobStopped(Exception):
    """The run is to end: its job was discarded, or its process ends. Let it pass; it costs no attempt."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """A kind of job, `<owner>.<verb>`: `run(run)` does it, once or, after a failure, again.

    One attempt may take `seconds`; then its process is killed. After so many `attempts` that failed the job
    is dead until somebody runs it again. Whoever holds `permission` sees, retries and discards jobs of this
    kind that others enqueued. What `run` returns is kept as the result and must be JSON.
    """

    name: str
    title: Label
    run: Callable[..., Any]
    seconds: float = SECONDS
    attempts: int = ATTEMPTS
    permission: str = ""


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """Enqueues a job of the same owner whenever `cron` (minute hour day month weekday) says so.

    Times are those of `time_zone`, the company's if it is empty. Once for the whole installation; what was
    missed while nothing ran is made up for once.
    """

    job: str
    cron: str
    time_zone: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
