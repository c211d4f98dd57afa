"""What a serving process says about itself every few seconds: that it lives, and what it sees."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from types import TracebackType
from typing import Self

from core.data.engine import Database
from core.host.plugins import Plugins
from core.server.parent import Parent
from core.services import processes
from core.services.plugins import states
from core.services.processes import HEARTBEAT, Living
from core.services.work import App


class Pulse:
    """Registered while it is used in a `with`.

    Its database is its own: requests that hang may hold all connections of the application, and a process
    with outdated plugins, which may not write through it, lives nevertheless.
    """

    def __init__(self, app: App, database: Database, parent: Parent, role: str, gone: Sequence[int]) -> None:
        self.app, self.database, self.parent, self.gone = app, database, parent, gone
        self.process = _this(app.plugins, role, app.clock())
        self.seen = self.process.generation
        self.last = self.process.started_at

    def __enter__(self) -> Self:
        # Through the application's database: that fails if plugins have changed since they were read.
        with self.app.database.writing() as connection:
            number = processes.register(connection, self.process, self.gone)
        self.process = replace(self.process, id=number)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self.database.writing() as connection:
            processes.unregister(connection, self.process)
        self.database.dispose()

    def ready(self) -> None:
        """Tell that requests are answered."""
        self.parent.tell("ready", self.process.generation)

    def tell_generation(self) -> None:
        """Tell when plugins have changed."""
        with self.database.reading() as connection:
            now = states.generation(connection)
        if now != self.seen:
            self.seen = now
            self.parent.tell("generation", now)

    def beat(self) -> None:
        """Write that this process lives, when it is time to."""
        now = self.app.clock()
        if abs(now - self.last) >= HEARTBEAT:  # the clock may have been set back
            self.last = now
            with self.database.writing() as connection:
                processes.beat(connection, self.process, now)


def _this(plugins: Plugins, role: str, now: datetime) -> Living:
    """This process."""
    return Living(
        host=socket.gethostname(),
        pid=os.getpid(),
        role=role,
        generation=plugins.generation,
        running=[found.name for found in plugins.running],
        quarantined={name: str(stopped.reason) for name, stopped in plugins.stopped.items()},
        started_at=now,
        heartbeat_at=now,
    )
