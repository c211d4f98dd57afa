"""`Context`: what web and API of one application share."""

from __future__ import annotations

from dataclasses import dataclass, field

import anyio

from core.http.failures import TranslatorOf
from core.http.turns import Turns
from core.services.work import App

PATIENCE = 0.1
"""Seconds that a page waits for another one: ten usual ones."""


@dataclass(frozen=True, eq=False)
class Context:
    """What all endpoints of one application share, whatever they answer: it has few threads for them all."""

    app: App
    translator: TranslatorOf
    limiter: anyio.CapacityLimiter = field(init=False)

    transfers: anyio.CapacityLimiter = field(init=False)
    """Files take long: they never have all threads."""

    turns: Turns = field(init=False)
    """Of pages that are looked at: what SQLite reads is this process's own work."""

    def __post_init__(self) -> None:
        threads = self.app.settings.threads
        object.__setattr__(self, "limiter", anyio.CapacityLimiter(threads))
        object.__setattr__(self, "transfers", anyio.CapacityLimiter(max(1, threads // 2)))
        patience = PATIENCE if self.app.database.kind == "sqlite" else 0
        object.__setattr__(self, "turns", Turns(patience))
