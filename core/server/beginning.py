"""How a child of the supervisor begins: what those that serve and those that work have in common."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, NoReturn

import structlog
from prometheus_client import Counter, values

from core.config import load
from core.data.engine import Database
from core.data.options import DatabaseOptions
from core.data.owners import require_upgraded
from core.errors import Busy, GuanxiError
from core.host.translations import Catalogues
from core.server.orders import AGAIN, ChildOrder
from core.server.parent import Parent
from core.services.clock import utc_now
from core.services.plugins.hanging import count_kill

log = structlog.get_logger("guanxi.server")


def begin(order: ChildOrder, run: Callable[[ChildOrder, Parent, Database], None]) -> None:
    """Call `run` with a database of its own, and tell the supervisor if that cannot begin."""
    signal.signal(signal.SIGTERM, leave)
    for file in order.files:
        os.set_inheritable(file, False)
    parent = Parent(order.control)
    parent.watch()
    try:
        run(order, parent, _prepared(order, parent))
    except Busy as error:
        log.warning("cannot begin yet", error=str(error))
        sys.exit(AGAIN)
    except GuanxiError as error:
        parent.tell("failed", complaint(error, order.locale))
        sys.exit(1)


def leave(_signal: int, _frame: object) -> NoReturn:
    """End while nothing is done yet, in order: this process may be registered already."""
    sys.exit(0)


def complaint(error: GuanxiError, locale: str) -> dict[str, Any]:
    """What the supervisor is to say; such an error is the same at every try."""
    translate = Catalogues().translator(locale)
    return {"final": True, "texts": [translate(text) for text in (error.message, error.why, error.fix)]}


def keep_for_good() -> None:
    """Have the garbage collector never look again through what was made until now: it lives as long as we do.

    Looking through all of it took 0.1 seconds, now and then, in which others waited for the lock.
    """
    gc.freeze()


def found(name: str) -> Any:
    """What `module:name` stands for: the parts are put together to the right of this room."""
    module, _colon, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def _prepared(order: ChildOrder, parent: Parent) -> Database:
    """A database that fits; the numbers of this process are kept, and its predecessors' faults counted."""
    # Numbers are kept by place, not by process: whoever takes the place goes on counting.
    values.ValueClass = values.MultiProcessValue(lambda: order.place)  # type: ignore[no-untyped-call]
    database = Database(load().database_url, DatabaseOptions(threads=1))
    with database.reading() as connection:
        require_upgraded(connection)
    _count_faults(order, parent, database)
    return database


def _count_faults(order: ChildOrder, parent: Parent, database: Database) -> None:
    """Count the hooks for which others were killed, before any plugin begins."""
    if not order.faults:
        return
    kills = Counter("guanxi_plugin_kills", "Processes ended because of a hook.", ("plugin", "hook"))
    for plugin, hook, seconds in order.faults:
        count_kill(database, plugin, hook, seconds, utc_now())
        kills.labels(plugin, hook).inc()
    parent.tell("counted", len(order.faults))
