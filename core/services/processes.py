"""The processes of servers and workers: who lives, and which generation of plugins each of them runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from core.data.engine import Database
from core.data.models.plugin import Process
from core.errors import Busy
from core.labels import translations

_ = translations("core")

HEARTBEAT = timedelta(seconds=5)
DEAD_AFTER = timedelta(seconds=30)
"""Six heartbeats: clocks of several machines may differ by most of it."""

PAUSE = 0.1
"""Seconds between two looks while somebody waits for others."""

COLUMNS = ("id", "host", "pid", "role", "generation", "running", "quarantined", "started_at", "heartbeat_at")


@dataclass(frozen=True, kw_only=True)
class Living:
    """A process that lives: where it runs, what for, and with which plugins.

    `quarantined` are the plugins that it could not start, with the reasons.
    """

    host: str
    pid: int
    role: str
    generation: int
    running: Sequence[str] = ()
    quarantined: Mapping[str, str] = field(default_factory=dict)
    started_at: datetime
    heartbeat_at: datetime
    id: int | None = None


def register(connection: Connection, process: Living, gone: Sequence[int] = ()) -> int:
    """Note a process that begins; answers its id. `gone` are process numbers of its machine that died."""
    if gone:
        connection.execute(delete(Process).where(Process.host == process.host, Process.pid.in_(gone)))
    values = {name: getattr(process, name) for name in COLUMNS if name != "id"}
    made = connection.execute(insert(Process).values(values).returning(Process.id))
    return int(made.scalar_one())


def beat(connection: Connection, process: Living, now: datetime) -> None:
    """Say that it still lives; those that have not said so for long are forgotten."""
    connection.execute(
        delete(Process).where(Process.heartbeat_at < now - DEAD_AFTER, Process.id != process.id)
    )
    changed = connection.execute(update(Process).where(Process.id == process.id).values(heartbeat_at=now))
    if not changed.rowcount:  # it slept so long that others took it for dead
        values = {name: getattr(process, name) for name in COLUMNS} | {"heartbeat_at": now}
        connection.execute(insert(Process).values(values))


def unregister(connection: Connection, process: Living) -> None:
    """Forget a process that ends."""
    connection.execute(delete(Process).where(Process.id == process.id))


def living(connection: Connection, now: datetime) -> list[Living]:
    """Every process that lives, in the order in which they began."""
    columns: list[Any] = [getattr(Process, name) for name in COLUMNS]
    rows = connection.execute(
        select(*columns).where(Process.heartbeat_at >= now - DEAD_AFTER).order_by(Process.id)
    )
    return [Living(**dict(zip(COLUMNS, row, strict=True))) for row in rows]


def wait_until_all_at(
    database: Database, clock: Callable[[], datetime], generation: int, timeout: float
) -> None:
    """Wait until no living process runs an older generation of plugins; raises Busy after `timeout` seconds.

    None that begins meanwhile slips in: it registers in a transaction that looks at the generation.
    """
    deadline = time.monotonic() + timeout
    while late := _late(database, clock(), generation):
        if time.monotonic() > deadline:
            raise Busy(
                _("Other processes still run the plugins as they were."),
                why=_("They are {names}.").fill(names=", ".join(f"{each.host}:{each.pid}" for each in late)),
                fix=_("End them, or try again when they have begun anew."),
                retry_after=5,
            )
        time.sleep(PAUSE)


def _late(database: Database, now: datetime, generation: int) -> list[Living]:
    with database.reading() as connection:
        return [process for process in living(connection, now) if process.generation < generation]
