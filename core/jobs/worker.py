"""What a worker's process does until it is told to end."""

from __future__ import annotations

import os
import signal
import threading
import time

import structlog

from core.errors import Outdated
from core.jobs.engine import Engine
from core.services.jobs.recovering import orphans, recover
from core.services.jobs.scheduling import Scheduler
from core.services.work import App

IDLE_SECONDS = 0.2
"""Between two looks for a job that is due; a look costs a fraction of a millisecond and no lock."""

TEND_SECONDS = 1.0
"""Between two looks for schedules that are due, and for jobs whose workers died."""

log = structlog.get_logger("guanxi.jobs")


class Worker:
    """Does jobs, and tends what any worker may tend: schedules, and jobs of workers that died."""

    def __init__(self, app: App, engine: Engine) -> None:
        self.app, self.engine = app, engine
        self.scheduler = Scheduler(app)
        self._woken = threading.Event()
        self._tended = -TEND_SECONDS

    def run(self) -> None:
        """Work until `drain` is called; returns when what had begun is written."""
        signal.signal(signal.SIGTERM, lambda *_: self.drain())
        while not self.engine.draining:
            if not self._turn():
                self._woken.wait(IDLE_SECONDS)
        self.engine.settle()

    def drain(self) -> None:
        """Claim nothing more, and end when the job under way has; may be called by any thread."""
        self.engine.draining = True
        self._woken.set()

    def end_after(self, seconds: float) -> None:
        """Once draining, let go after `seconds` of a job that goes on, and end the process."""
        threading.Thread(target=self._end_after, args=(seconds,), name="drain", daemon=True).start()

    def tend(self) -> None:
        """Enqueue what schedules say; put back the jobs of workers that died."""
        self.scheduler.turn()
        now = self.app.clock()
        with self.app.database.reading() as connection:
            found = orphans(connection, now)
        if found:
            with self.app.database.writing() as connection:
                names = recover(connection, self.app.registry.jobs, found, now)
            log.warning("jobs of dead workers run again", jobs=names)

    def _turn(self) -> bool:
        """One job, and what is to be tended; whatever fails is logged and tried again."""
        try:
            if time.monotonic() - self._tended >= TEND_SECONDS:
                self._tended = time.monotonic()
                self.tend()
            return self.engine.turn()
        except Outdated:
            return False  # the supervisor has heard of it, and replaces this process
        except Exception as error:
            log.error("the worker failed", exc_info=error)
            self._woken.wait(TEND_SECONDS)
            return False

    def _end_after(self, seconds: float) -> None:
        while not self._woken.wait(1.0):
            pass
        time.sleep(seconds)
        self.engine.give_back()
        os._exit(0)  # the job's thread is in the middle of something
