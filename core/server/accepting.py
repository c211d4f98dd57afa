"""`Door`: takes connections from a socket on which several processes serve; all have about equally many.

asyncio takes all that wait at once: of ten browsers that come together, one process may get nine, and they
wait for each other while the next processor is idle; connections are kept, so that stays.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import sys
from collections.abc import Callable, Sized

from core.server.exhausted import EXHAUSTED

SECONDS_EACH = 0.001
"""How much later a process looks, for each connection that it has: who has few is there first."""

MOST_SECONDS = 0.005

AT_ONCE_OF = 8
"""Of a burst, a process takes this part of what it has at once: 1,000 are in within half a second."""

FAILED_SECONDS = 1.0
"""How long a process that can take none, for want of open files, leaves new ones to others."""

log = logging.getLogger("uvicorn.error")


class Door:
    """Those that wait at `listener`; each gets a protocol of `make`, which counts in `connections`."""

    def __init__(
        self, listener: socket.socket, make: Callable[[], asyncio.Protocol], connections: Sized
    ) -> None:
        self.listener = listener
        self.make = make
        self.connections = connections
        self._coming: set[asyncio.Task[object]] = set()
        self._taking: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Begin to take connections."""
        self.listener.setblocking(False)
        self._taking = asyncio.create_task(self._take())

    async def close(self) -> None:
        """Take those that wait, then no more; the socket stays open."""
        if self._taking is not None:
            self._taking.cancel()
            await asyncio.wait([self._taking])
        self._take_some(sys.maxsize)
        await asyncio.gather(*self._coming, return_exceptions=True)

    async def _take(self) -> None:
        while True:
            await readable(self.listener)
            count = len(self.connections)
            await asyncio.sleep(min(count * SECONDS_EACH, MOST_SECONDS))
            if not self._take_some(1 + count // AT_ONCE_OF):
                await asyncio.sleep(FAILED_SECONDS)

    def _take_some(self, most: int) -> bool:
        """Take so many, if they wait and nobody else has taken them; whether it could be done."""
        for _ in range(most):
            try:
                self._let_in(self.listener.accept()[0])
            except BlockingIOError:
                break
            except OSError as error:
                if error.errno in EXHAUSTED:
                    log.error("No connection can be taken: %s", error)
                    return False
                # Whoever waited has gone; accept(2) says that the next one may be asked for.
        return True

    def _let_in(self, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        coming = loop.create_task(loop.connect_accepted_socket(self.make, connection))
        self._coming.add(coming)
        coming.add_done_callback(self._coming.discard)


async def readable(listener: socket.socket) -> None:
    """Wait until somebody waits to be accepted."""
    loop, found = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(listener, found.set)
    try:
        await found.wait()
    finally:
        loop.remove_reader(listener)
