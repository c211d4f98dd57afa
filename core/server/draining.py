"""Ending without losing a request: uvicorn's server, and the application that it serves, while they drain."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

from core.server.accepting import Door

if TYPE_CHECKING:
    from uvicorn._types import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, ASGISendEvent, Scope

CLOSE = (b"connection", b"close")
IDLE_SECONDS = 1.0
"""How long idle connections stay open while others may take over: a client may be about to use its own."""


class Closing:
    """The application; once `draining` is set, each answer asks its client for another connection."""

    def __init__(self, app: ASGI3Application) -> None:
        self.app = app
        self.draining = False

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answer."""

        async def send_closing(message: ASGISendEvent) -> None:
            if self.draining and message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), CLOSE]
            await send(message)

        await self.app(scope, receive, send_closing)


class Server(uvicorn.Server):
    """Serves on an open socket until SIGTERM, then drains.

    Closing idle connections at once, as uvicorn does, loses the request that is on its way on one of them.
    """

    def __init__(self, config: uvicorn.Config, closing: Closing, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.closing = closing
        self.ready = ready
        self.doors: list[Door] = []

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Ctrl-C reaches the supervisor, which ends us by SIGTERM."""
        signal.signal(signal.SIGTERM, self.handle_exit)
        yield

    def drain(self) -> None:
        """End in order, soon; may be called by any thread."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve, and tell."""
        await super().startup([])
        self.doors = [Door(each, self._protocol, self.server_state.connections) for each in sockets or ()]
        for door in self.doors:
            door.open()
        self.ready()

    def _protocol(self) -> asyncio.Protocol:
        """What speaks on a new connection."""
        kind: Any = self.config.http_protocol_class
        made: asyncio.Protocol = kind(self.config, self.server_state, self.lifespan.state)
        return made

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept who waits, leave new connections to others, finish what has begun, end."""
        for door in self.doors:
            await door.close()
        self.closing.draining = True
        patience = time.monotonic() + IDLE_SECONDS
        while self.server_state.connections and time.monotonic() < patience:
            await asyncio.sleep(0.02)
        await super().shutdown(sockets)
