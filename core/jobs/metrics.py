"""`/metrics` of `guanxi worker`: any of its processes answers for all of them."""

from __future__ import annotations

import socket
import threading
from http.server import ThreadingHTTPServer
from typing import Any

import structlog
from prometheus_client import MetricsHandler

from core.server.counting import of_all_processes

PATIENCE = 10.0
"""Seconds that somebody who has connected may be silent."""

log = structlog.get_logger("guanxi.metrics")


class Asked(MetricsHandler):
    """One question."""

    timeout = PATIENCE

    def setup(self) -> None:
        """The numbers are those of this moment, of all processes that live now."""
        super().setup()
        self.registry = of_all_processes()


class MetricsServer(ThreadingHTTPServer):
    """Answers on a socket that several processes share: whoever is first takes a connection."""

    daemon_threads = True

    def __init__(self, listener: int) -> None:
        super().__init__(("", 0), Asked, bind_and_activate=False)
        self.socket.close()
        self.socket = socket.socket(fileno=listener)
        self.socket.setblocking(False)  # another process may have taken what is announced

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asks may leave before the answer."""
        log.warning("a question for metrics was not answered", exc_info=True)


def answer(listener: int) -> None:
    """Answer on this open socket, from a thread of its own, as long as the process lives."""
    threading.Thread(target=MetricsServer(listener).serve_forever, name="metrics", daemon=True).start()
