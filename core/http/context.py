"""`Context`: what web and API of one application share."""

from __future__ import annotations

from dataclasses import dataclass, field

import anyio

from core.http.failures import TranslatorOf
from core.services.work import App


@dataclass(frozen=True, eq=False)
class Context:
    """What all endpoints of one application share, whatever they answer: it has few threads for them all."""

    app: App
    translator: TranslatorOf
    limiter: anyio.CapacityLimiter = field(init=False)

    transfers: anyio.CapacityLimiter = field(init=False)
    """Files take long: they never have all threads."""

    looking: anyio.CapacityLimiter = field(init=False)
    """Of pages that are looked at: reading SQLite is this process's own work, which more at once delay."""

    def __post_init__(self) -> None:
        threads = self.app.settings.threads
        object.__setattr__(self, "limiter", anyio.CapacityLimiter(threads))
        object.__setattr__(self, "transfers", anyio.CapacityLimiter(max(1, threads // 2)))
        fewer = anyio.CapacityLimiter(max(1, threads // 2))
        object.__setattr__(self, "looking", fewer if self.app.database.kind == "sqlite" else self.limiter)
