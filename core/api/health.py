"""`/health`: whether this process can work. It needs none of the threads that requests wait for."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import anyio
import anyio.to_thread
import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import Response

from core.api.responses import Answer
from core.data.engine import Database
from core.data.models.state import State
from core.errors import GuanxiError
from core.formats.plain_json import encode
from core.host.plugins import Plugins

PING_SECONDS = 2.0

log = structlog.get_logger("guanxi.health")


@dataclass(frozen=True, eq=False)
class Health:
    """Asks the database for a sign of life, in a thread of its own and never for long."""

    database: Database
    plugins: Plugins
    limiter: anyio.CapacityLimiter = field(default_factory=lambda: anyio.CapacityLimiter(1))

    async def endpoint(self, request: Request) -> Response:
        """200, or 503 with the reason."""
        reason = await self._reason()
        if reason is None:
            return Answer(encode({"status": "ok", **self._plugins()})).response()
        body = encode({"status": "failing", "reason": reason})
        return Answer(body, HTTPStatus.SERVICE_UNAVAILABLE, {"retry-after": "5"}).response()

    def _plugins(self) -> dict[str, Any]:
        """What does not run, by name: anybody may ask, and reasons tell of files. Core works all the same."""
        stopped = self.plugins.stopped.values()
        names = {
            "quarantined": [item.name for item in stopped if item.kind == "quarantined"],
            "missing": [item.name for item in stopped if item.kind == "missing"],
        }
        shown: dict[str, Any] = {key: sorted(found) for key, found in names.items() if found}
        return {**shown, **({"safe_mode": True} if self.plugins.safe else {})}

    async def _reason(self) -> str | None:
        # A ping that hangs keeps its place in the limiter, so hanging pings cannot pile up.
        with anyio.move_on_after(PING_SECONDS):
            return await anyio.to_thread.run_sync(self._ping, abandon_on_cancel=True, limiter=self.limiter)
        return f"the database did not answer within {PING_SECONDS:g} seconds"

    def _ping(self) -> str | None:
        try:
            with self.database.reading() as connection:
                # A table of ours: SQLite answers `SELECT 1` without looking at its file.
                connection.execute(select(State.name).limit(1))
        except (GuanxiError, SQLAlchemyError) as error:
            log.error("the database does not answer", exc_info=error)
            return error.message if isinstance(error, GuanxiError) else "the database does not answer"
        return None
