"""Plugins of this installation, and the processes that run them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Base, Identified
from core.contracts.types import JsonText, Moment


class PluginState(Base):
    """A plugin that was enabled once and not removed since. Available ones have no row.

    `restricts` names the tables whose rows its visibility rules limit: while it is enabled and cannot run,
    nobody sees them without a special right. `faults` counts the processes that were killed because a hook of
    it hung, or its failures where its manifest says `on_fault = "pause"`.
    """

    __tablename__ = "core_plugin"

    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    # "enabled" or "disabled"; quarantined and missing are worked out, never stored.
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[str] = mapped_column(String(40))
    # What it required when it was enabled: known even while its code is missing.
    requires: Mapped[list[str]] = mapped_column(JsonText)
    restricts: Mapped[list[str]] = mapped_column(JsonText)
    # Why the program itself stopped it; empty when it runs or an admin disabled it.
    paused_because: Mapped[str] = mapped_column(String(500), default="")
    faults: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(Moment)


class Process(Identified):
    """A living process of a server or worker, with the generation of plugins that it runs.

    Whose `heartbeat_at` is older than a few heartbeats is dead.
    """

    __tablename__ = "core_process"

    host: Mapped[str] = mapped_column(String(255))
    pid: Mapped[int] = mapped_column()
    role: Mapped[str] = mapped_column(String(20))
    generation: Mapped[int] = mapped_column()
    # The plugins that it runs, and those that it could not start: {"name": "reason"}.
    running: Mapped[list[str]] = mapped_column(JsonText)
    quarantined: Mapped[dict[str, Any]] = mapped_column(JsonText)
    started_at: Mapped[datetime] = mapped_column(Moment)
    heartbeat_at: Mapped[datetime] = mapped_column(Moment)
