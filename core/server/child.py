"""A child of the supervisor: `python -m core.server.child ORDER` serves the application on an open socket."""

from __future__ import annotations

import socket
import sys
from typing import Any

import uvicorn

from core.config import Settings, load
from core.data.engine import Database
from core.host.watching import SharedWatch
from core.server.beginning import begin, found, keep_for_good
from core.server.draining import Closing, Server
from core.server.orders import ChildOrder
from core.server.parent import Parent
from core.server.pulse import Pulse
from core.services.process_roles import SERVER
from core.services.work import App

APPLICATION = "core.asgi:asgi"


def serve(order: ChildOrder, parent: Parent, database: Database) -> None:
    """Make the application, register this process, serve, end."""
    settings = load()
    application = found(APPLICATION)(SharedWatch(order.memory))
    app: App = application.state.app
    keep_for_good()
    with Pulse(app, database, parent, SERVER, order.gone) as pulse:
        server = make_server(settings, Closing(application), pulse.ready)
        parent.serve(server.drain, order.drain_seconds, pulse.tell_generation, pulse.beat)
        server.run([socket.socket(fileno=order.listener)])
    app.close()


def make_server(settings: Settings, closing: Closing, ready: Any) -> Server:
    """The web server of this process."""
    config = uvicorn.Config(
        closing,
        http="h11",  # httptools has no limit for headers, and takes the body of an upgrade for a request
        log_level=settings.log_level,
        access_log=False,  # core.api logs requests itself
        server_header=False,
        timeout_graceful_shutdown=round(settings.drain_seconds),
    )
    return Server(config, closing, ready)


if __name__ == "__main__":
    begin(ChildOrder.decode(sys.argv[1]), serve)
