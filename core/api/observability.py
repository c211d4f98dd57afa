"""Request ids, access log and the headers that every answer carries."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.api.metrics import Metrics

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
UNROUTED = "other"

log = structlog.get_logger("guanxi.access")


@dataclass(frozen=True, eq=False)
class Observed:
    """Middleware around everything: gives each request an id, then logs, counts and times it."""

    app: ASGIApp
    metrics: Metrics
    failures: Mapping[tuple[str, str], int]

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
        if self.failures:
            self.metrics.count_failures(self.failures)
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
