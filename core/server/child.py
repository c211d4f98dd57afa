"""A child of the supervisor: `python -m core.server.child ORDER` serves the application on an open socket."""

from __future__ import annotations

import os
import signal
import socket
import sys
from importlib import import_module
from typing import Any, NoReturn

import structlog
import uvicorn
from prometheus_client import Counter, values

from core.config import Settings, load
from core.data.engine import Database
from core.data.options import DatabaseOptions
from core.data.owners import require_upgraded
from core.errors import Busy, GuanxiError
from core.host.translations import Catalogues
from core.host.watching import SharedWatch
from core.server.draining import Closing, Server
from core.server.orders import AGAIN, ChildOrder
from core.server.parent import Parent
from core.server.pulse import Pulse
from core.services.clock import utc_now
from core.services.plugins.hanging import count_kill
from core.services.work import App

APPLICATION = "core.asgi:asgi"

log = structlog.get_logger("guanxi.server")


def main(order: ChildOrder) -> None:
    """Serve until the supervisor says that it is enough."""
    signal.signal(signal.SIGTERM, leave)
    for file in (order.listener, order.control, order.memory):
        os.set_inheritable(file, False)
    parent = Parent(order.control)
    parent.watch()
    try:
        serve(order, parent)
    except Busy as error:
        log.warning("cannot begin yet", error=str(error))
        sys.exit(AGAIN)
    except GuanxiError as error:
        parent.tell("failed", complaint(error, order.locale))
        sys.exit(1)


def leave(_signal: int, _frame: object) -> NoReturn:
    """End while nothing is served yet, in order: this process may be registered already."""
    sys.exit(0)


def complaint(error: GuanxiError, locale: str) -> dict[str, Any]:
    """What the supervisor is to say; such an error is the same at every try."""
    translate = Catalogues().translator(locale)
    return {"final": True, "texts": [translate(text) for text in (error.message, error.why, error.fix)]}


def serve(order: ChildOrder, parent: Parent) -> None:
    """Make the application, register this process, serve, end."""
    # Its numbers are kept by place, not by process: whoever takes the place goes on counting.
    values.ValueClass = values.MultiProcessValue(lambda: order.place)  # type: ignore[no-untyped-call]
    settings = load()
    database = Database(settings.database_url, DatabaseOptions(threads=1))
    with database.reading() as connection:
        require_upgraded(connection)
    count_faults(order, parent, database)
    application = found(APPLICATION)(SharedWatch(order.memory))
    app: App = application.state.app
    with Pulse(app, database, parent, order.gone) as pulse:
        server = make_server(settings, Closing(application), pulse.ready)
        parent.serve(server.drain, order.drain_seconds, pulse.tell_generation, pulse.beat)
        server.run([socket.socket(fileno=order.listener)])
    app.close()


def make_server(settings: Settings, closing: Closing, ready: Any) -> Server:
    """The web server of this process."""
    config = uvicorn.Config(
        closing,
        log_level=settings.log_level,
        access_log=False,  # core.api logs requests itself
        server_header=False,
        timeout_graceful_shutdown=round(settings.drain_seconds),
    )
    return Server(config, closing, ready)


def found(name: str) -> Any:
    """What `module:name` stands for: the parts are put together to the right of this room."""
    module, _colon, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def count_faults(order: ChildOrder, parent: Parent, database: Database) -> None:
    """Count the hooks for which others were killed, before any plugin begins."""
    if not order.faults:
        return
    kills = Counter("guanxi_plugin_kills", "Processes ended because of a hook.", ("plugin", "hook"))
    for plugin, hook, seconds in order.faults:
        count_kill(database, plugin, hook, seconds, utc_now())
        kills.labels(plugin, hook).inc()
    parent.tell("counted", len(order.faults))


if __name__ == "__main__":
    main(ChildOrder.decode(sys.argv[1]))
