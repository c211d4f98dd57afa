"""Doing jobs in tests: `run_jobs()` does all that are due, in this process, one after another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from core.jobs.engine import Engine
from core.jobs.worker import Worker
from core.services.work import App

RunJobs = Callable[[], int]


def run_due(app: App) -> int:
    """Enqueue what schedules say, do all jobs that are due now; answers how many attempts that took."""
    worker = Worker(app, Engine(app))
    worker.tend()
    attempts = 0
    while worker.engine.turn():
        attempts += 1
    return attempts


@pytest.fixture
def run_jobs(app: App) -> RunJobs:
    """`run_jobs()` does all jobs that are due by the clock of `app`; a failed one waits for later."""
    return lambda: run_due(app)
