"""Request ids, access log, metrics and the headers that every answer carries."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

import structlog
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)
# For JSON; a page that shows more sets a policy of its own.
SECURITY_HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
UNROUTED = "other"

log = structlog.get_logger("guanxi.access")


@dataclass(frozen=True, eq=False)
class Metrics:
    """The numbers of one application; with `shared`, all processes of its server count together.

    prometheus_client decides by the environment, when it is imported, whether several processes count; their
    numbers are then files in the folder of the variable.
    """

    shared: bool = field(default_factory=lambda: MULTIPROCESS in os.environ)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    requests: Counter = field(init=False)
    seconds: Histogram = field(init=False)
    in_flight: Gauge = field(init=False)
    shed: Counter = field(init=False)
    failures: Counter = field(init=False)
    plugins: Gauge = field(init=False)

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

    def count_failures(self, failures: Mapping[tuple[str, str], int]) -> None:
        """Bring the numbers up to the failures of hooks, by plugin and hook, that this process has seen."""
        for (plugin, hook), count in failures.items():
            new = count - self.counted.get((plugin, hook), 0)
            if new > 0:
                self.failures.labels(plugin, hook).inc(new)
                self.counted[plugin, hook] = count

    async def endpoint(self, request: Request) -> Response:
        """`/metrics` in Prometheus's text format."""
        return Response(generate_latest(self._everything()), media_type=CONTENT_TYPE_LATEST)

    def _everything(self) -> CollectorRegistry:
        """The numbers of this process, or those of all processes of the server."""
        if not self.shared:
            return self.registry
        everything = CollectorRegistry()
        MultiProcessCollector(everything)
        Processes(everything)
        return everything


@dataclass(frozen=True, eq=False)
class Observed:
    """Middleware around everything: gives each request an id, then logs, counts and times it."""

    app: ASGIApp
    metrics: Metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and watch its answer."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request_id = scope["guanxi.request_id"] = _request_id(Headers(scope=scope))
        started, status = time.perf_counter(), 500

        async def observed_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(message, request_id)
            await send(message)

        try:
            with structlog.contextvars.bound_contextvars(request_id=request_id):
                await self.app(scope, receive, observed_send)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        # The template, not the path: ids and misspelt addresses would make a time series each.
        route, method = scope.get("guanxi.route", UNROUTED), _known_method(scope["method"])
        self.metrics.requests.labels(route, method, str(int(status))).inc()
        self.metrics.seconds.labels(route, method).observe(seconds)
        log.info(
            "request",
            method=method,
            path=scope["path"],
            status=int(status),
            milliseconds=round(seconds * 1000, 2),
            request_id=scope["guanxi.request_id"],
        )


def _request_id(headers: Headers) -> str:
    """The id that a proxy or client gave, if it is harmless, otherwise a new one."""
    given = headers.get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _known_method(method: str) -> str:
    return method if method in ("GET", "HEAD", "POST", "PATCH", "DELETE", "PUT", "OPTIONS") else UNROUTED


def _add_headers(message: Message, request_id: str) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)
    headers["x-request-id"] = request_id
