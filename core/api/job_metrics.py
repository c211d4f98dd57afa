"""The jobs in `/metrics`: counted in the database, for whoever does them may be another process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import anyio
import anyio.to_thread
import structlog
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from core.data.engine import Database
from core.errors import GuanxiError
from core.services.jobs.figures import JobFigures, figures

COUNT_SECONDS = 2.0

log = structlog.get_logger("guanxi.metrics")


@dataclass(frozen=True, eq=False)
class JobCounts:
    """Asks the database, in a thread of its own and never for long: without an answer they are left out."""

    database: Database
    clock: Callable[[], datetime]
    limiter: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(1))

    async def collector(self) -> Collector:
        """What is known now."""
        found = None
        with anyio.move_on_after(COUNT_SECONDS):
            found = await anyio.to_thread.run_sync(self._ask, abandon_on_cancel=True, limiter=self.limiter)
        return Counted(found)

    def _ask(self) -> JobFigures | None:
        try:
            with self.database.reading() as connection:
                return figures(connection, self.clock())
        except (GuanxiError, SQLAlchemyError) as error:
            log.error("jobs cannot be counted", exc_info=error)
            return None


@dataclass(frozen=True, eq=False)
class Counted(Collector):
    """What was counted, as Prometheus knows it."""

    found: JobFigures | None

    def collect(self) -> Iterator[Metric]:
        """Jobs by name and state, and how late the oldest is."""
        if self.found is None:
            return
        jobs = GaugeMetricFamily("guanxi_jobs", "Jobs that wait, run or are dead.", labels=("job", "state"))
        for labels, count in self.found.counts.items():
            jobs.add_metric(labels, count)
        yield jobs
        late = self.found.oldest_seconds
        yield GaugeMetricFamily("guanxi_jobs_oldest_seconds", "How long a due job has waited at most.", late)
