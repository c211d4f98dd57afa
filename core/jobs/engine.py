"""The engine: claims a job, does it, and claims the next in the transaction that writes how it ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from sqlalchemy import Connection

from core.data.engine import Database
from core.errors import Outdated
from core.jobs.figures import Figures
from core.services.jobs.attempts import carry_out
from core.services.jobs.claimed import RENEWAL, Claimed, renew
from core.services.jobs.claiming import Claims
from core.services.jobs.finishing import Outcome, finish
from core.services.jobs.run import JobRun
from core.services.work import App


def _no_limit(claimed: Claimed) -> AbstractContextManager[None]:
    return nullcontext()


@dataclass(eq=False)
class Current:
    """The attempt that is under way: `lost` once it is known that the claim does not hold any more."""

    run: JobRun
    renewed: float
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """An attempt that has ended, and has yet to be written."""

    run: JobRun
    outcome: Outcome


class Engine:
    """Does jobs one after another, in the thread that calls `turn`.

    `limited` is around each attempt, to end the process should it take too long. `database` is one that a
    change of plugins does not close: what was done is written nevertheless.
    """

    def __init__(
        self,
        app: App,
        database: Database | None = None,
        *,
        process_id: int | None = None,
        limited: Callable[[Claimed], AbstractContextManager[None]] = _no_limit,
        figures: Figures | None = None,
    ) -> None:
        self.app = app
        self.database = database or app.database
        self.process_id = process_id
        self.draining = False
        self._claims = Claims(app.registry.jobs)
        self._limited = limited
        self._figures = figures
        self._current: Current | None = None
        self._ended: Ended | None = None

    def turn(self) -> bool:
        """Do the next job that is due; False if there is none. Raises Outdated if plugins have changed."""
        claimed = self._next()
        if claimed is None:
            return False
        self._do(claimed)
        return True

    def renew(self) -> None:
        """Extend the lease of the job under way when it is time to; called by another thread."""
        current = self._current
        if current is None or time.monotonic() - current.renewed < RENEWAL:
            return
        with self.database.writing() as connection:
            current.lost = not renew(connection, current.run.claimed, self.app.clock())
        current.renewed = time.monotonic()

    def settle(self) -> None:
        """Write how the last attempt ended, and claim nothing more."""
        if self._ended is not None:
            with self.database.writing() as connection:
                self._write(self._ended, connection)
            self._ended = None

    def give_back(self) -> None:
        """Let others do the job under way, as if it had not been claimed; called by another thread."""
        current = self._current
        if current is not None:
            with self.database.writing() as connection:
                self._write(Ended(current.run, Outcome("released")), connection)

    def _next(self) -> Claimed | None:
        """The next job, claimed; on the way the last one is written."""
        if self.draining or (self._ended is None and not self._is_due()):
            self.settle()
            return None
        try:
            with self.app.database.writing() as connection:
                if self._ended is not None:
                    self._write(self._ended, connection)
                claimed = self._claims.claim(connection, self.app.clock(), self.process_id)
        except Outdated:
            self.settle()
            raise
        self._ended = None
        return claimed

    def _is_due(self) -> bool:
        with self.app.database.reading() as connection:
            return bool(self._claims.due(connection, self.app.clock()))

    def _do(self, claimed: Claimed) -> None:
        began = time.monotonic()
        current = Current(JobRun(self.app, claimed, self._is_stopping), began)
        self._current = current
        try:
            with self._limited(claimed):
                outcome = carry_out(current.run)
        finally:
            self._current = None
        self._ended = Ended(current.run, outcome)
        if self._figures:
            self._figures.count(claimed.job.name, outcome.ending, time.monotonic() - began)

    def _is_stopping(self) -> bool:
        return self.draining or (self._current is not None and self._current.lost)

    def _write(self, ended: Ended, connection: Connection) -> None:
        run = ended.run
        finish(connection, run.claimed, ended.outcome, self.app.clock(), run.latest)
