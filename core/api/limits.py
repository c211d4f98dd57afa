"""Load shedding: past a number of requests in flight, new ones are refused before any work is done."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from core.api.metrics import Metrics
from core.api.problems import problem_answer
from core.errors import Busy
from core.http.failures import TranslatorOf
from core.labels import translations

_ = translations("core")

# Asked by machines that must hear of the overload.
ALWAYS_ANSWERED = frozenset({"/health", "/metrics"})
RETRY_SECONDS = 1


@dataclass(eq=False)
class LoadShed:
    """Middleware that answers 503 with Retry-After while `most` requests are in flight."""

    app: ASGIApp
    most: int
    metrics: Metrics
    translator: TranslatorOf
    in_flight: int = field(default=0, init=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if there is room."""
        if scope["type"] != "http" or scope["path"] in ALWAYS_ANSWERED:
            return await self.app(scope, receive, send)
        if self.in_flight >= self.most:
            return await self._refuse(scope, receive, send)
        self.in_flight += 1
        self.metrics.in_flight.set(self.in_flight)
        try:
            await self.app(scope, receive, send)
        finally:
            self.in_flight -= 1
            self.metrics.in_flight.set(self.in_flight)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.metrics.shed.inc()
        translate = self.translator(Headers(scope=scope).get("accept-language", ""))
        error = Busy(_("Too many requests are being worked on."), retry_after=RETRY_SECONDS)
        await problem_answer(error, scope.get("guanxi.request_id", ""), translate).response()(
            scope, receive, send
        )
