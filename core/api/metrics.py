"""`/metrics`: what is counted, by one process or by all processes of a server together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.requests import Request
from starlette.responses import Response

from core.api.job_metrics import JobCounts
from core.host.plugins import Plugins
from core.server.counting import of_all_processes
from core.server.folder import VARIABLE

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, eq=False)
class Metrics:
    """The numbers of one application; with `shared`, all processes of its server count together.

    prometheus_client decides by the environment, when it is imported, whether several processes count; their
    numbers are then files in the folder of the variable.
    """

    jobs: JobCounts | None = None
    shared: bool = field(default_factory=lambda: VARIABLE in os.environ)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    requests: Counter = field(init=False)
    seconds: Histogram = field(init=False)
    in_flight: Gauge = field(init=False)
    shed: Counter = field(init=False)
    failures: Counter = field(init=False)
    plugins: Gauge = field(init=False)
    counted: dict[tuple[str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        made = {
            "requests": Counter(
                "guanxi_http_requests",
                "Answered requests.",
                ("route", "method", "status"),
                registry=self.registry,
            ),
            "seconds": Histogram(
                "guanxi_http_seconds",
                "Time from request to answer.",
                ("route", "method"),
                buckets=SECONDS,
                registry=self.registry,
            ),
            "in_flight": Gauge(
                "guanxi_http_in_flight",
                "Requests being worked on.",
                registry=self.registry,
                multiprocess_mode="livesum",
            ),
            "shed": Counter("guanxi_http_shed", "Requests refused because of load.", registry=self.registry),
            "failures": Counter(
                "guanxi_plugin_failures",
                "Failures of hooks.",
                ("plugin", "hook"),
                registry=self.registry,
            ),
            "plugins": Gauge(
                "guanxi_plugin_state",
                "1 for the state that a plugin is in.",
                ("plugin", "state"),
                registry=self.registry,
                multiprocess_mode="livemax",
            ),
        }
        for name, metric in made.items():
            object.__setattr__(self, name, metric)
        if not self.shared:
            ProcessCollector(registry=self.registry)

    def show(self, plugins: Plugins) -> None:
        """Say which plugins run, and which do not and why."""
        for found in plugins.running:
            self.plugins.labels(found.name, "running").set(1)
        for name, stopped in plugins.stopped.items():
            self.plugins.labels(name, stopped.kind).set(1)

    def count_failures(self, failures: Mapping[tuple[str, str], int]) -> None:
        """Bring the numbers up to the failures of hooks, by plugin and hook, that this process has seen."""
        for (plugin, hook), count in failures.items():
            new = count - self.counted.get((plugin, hook), 0)
            if new > 0:
                self.failures.labels(plugin, hook).inc(new)
                self.counted[plugin, hook] = count

    async def endpoint(self, request: Request) -> Response:
        """`/metrics` in Prometheus's text format."""
        body = generate_latest(self._everything())
        if self.jobs:
            body += generate_latest(await self.jobs.collector())
        return Response(body, media_type=CONTENT_TYPE_LATEST)

    def _everything(self) -> CollectorRegistry:
        """The numbers of this process, or those of all processes of the server."""
        return of_all_processes() if self.shared else self.registry
