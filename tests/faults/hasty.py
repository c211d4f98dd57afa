"""A server that says 201 before anything is on disk: `python -m tests.faults.hasty URL HOME`.

The negative control of the tests in this folder: they must see what it loses.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import uvicorn

from core.api.application import make_asgi
from core.app import build
from core.config import Settings

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

MOST = 4
"""Requests that are being carried out at once: it is a sound server but for its haste."""


class Hasty:
    """Answers every POST at once, and carries it out afterwards."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.running: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self.application(scope, receive, send)
            return
        body = await receive()
        while len(self.running) >= MOST:
            await asyncio.wait(self.running, return_when=asyncio.FIRST_COMPLETED)
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 201, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps({"id": 0}).encode()})
        task = asyncio.create_task(self._carry_out(scope, body))
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    async def _carry_out(self, scope: Message, body: Message) -> None:
        async def receive() -> Message:
            return body

        async def send(message: Message) -> None:
            """Nobody listens any more."""

        await self.application(scope, receive, send)


class Announcing(uvicorn.Server):
    """Says where it serves, as `guanxi serve` does."""

    async def startup(self, sockets: object = None) -> None:
        """Start, then print the address."""
        await super().startup()
        port = self.servers[0].sockets[0].getsockname()[1]
        sys.stderr.write(f"Serving at http://127.0.0.1:{port}\n")
        sys.stderr.flush()


def main(database_url: str, home: str) -> None:
    """Serve until the process is ended."""
    settings = Settings(home=Path(home), database_url=database_url)
    Announcing(uvicorn.Config(Hasty(make_asgi(build(settings))), port=0, log_level="error")).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
