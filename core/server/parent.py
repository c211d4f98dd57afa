"""The supervisor as its child sees it: somebody to tell, and without whom there is no reason to live."""

from __future__ import annotations

import json
import os
import select
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from core.server.folder import VARIABLE, remove

PULSE_SECONDS = 0.5

log = structlog.get_logger("guanxi.server")


class Parent:
    """Watches the supervisor from a thread of its own, which also has duties every half second."""

    def __init__(self, control: int) -> None:
        self._control = socket.socket(fileno=control)
        self._duties: tuple[Callable[[], None], ...] = ()
        self._drain: Callable[[], None] = self._nothing_to_drain
        self._seconds = 0.0

    def tell(self, name: str, content: object) -> None:
        """Say one thing; nobody may be left to hear it."""
        try:
            self._control.sendall(f"{json.dumps({name: content})}\n".encode())
        except OSError as error:
            log.warning("the supervisor does not hear", message=name, error=str(error))

    def watch(self) -> None:
        """Begin to watch."""
        threading.Thread(target=self._watch, name="pulse", daemon=True).start()

    def serve(self, drain: Callable[[], None], seconds: float, *duties: Callable[[], None]) -> None:
        """From now on there are `duties`; should the supervisor die, `drain` is to end us in `seconds`."""
        self._drain, self._seconds, self._duties = drain, seconds, duties

    def _watch(self) -> None:
        while not select.select([self._control], [], [], PULSE_SECONDS)[0]:
            for duty in self._duties:
                try:
                    duty()
                except Exception as error:  # noqa: BLE001  # the database is away: look again at the next pulse
                    log.error("a duty of the process failed", duty=duty.__name__, error=str(error))
        log.error("the supervisor has died")
        remove(Path(os.environ[VARIABLE]))
        self._drain()
        time.sleep(self._seconds)
        os._exit(1)  # whatever its threads are in

    def _nothing_to_drain(self) -> None:
        """Before anything is served there is nothing to finish."""
