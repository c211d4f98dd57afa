"""One writer at a time on SQLite: a queue before `BEGIN IMMEDIATE`.

SQLite lets waiting writers poll with growing pauses, so a busy system starves somebody for seconds (measured
with 8 writers: 3 s against 30 ms here). Threads queue on a lock of the process, processes on two `flock`s:
who holds the turnstile is the next to write, so a process cannot overtake the one that waits. The kernel
releases an `flock` when its holder dies, even by kill -9.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.data.sqlite import require_folder
from core.errors import Busy, ConfigurationError, storage_full
from core.labels import translations

_ = translations("core")

# flock has no timeout, so waiting means polling. Only one process polls for the write lock, so it may do so
# quickly; this costs as little as a blocking flock (measured with 2 x 4, 4 x 2 and 8 x 1 writers).
TURNSTILE_PAUSE = 0.001
WRITE_PAUSE = 0.0001


class WriteLock:
    """The right to write to the SQLite database at `database`, for threads and processes alike."""

    def __init__(self, database: Path, timeout: float) -> None:
        """Wait at most `timeout` seconds for the right; the lock files lie beside the database."""
        self._database = database
        self._timeout = timeout
        self._thread_lock = threading.Lock()
        self._holder: int | None = None
        self._files: tuple[int, int] | None = None

    @property
    def is_held(self) -> bool:
        """Whether a thread of this process is writing."""
        return self._holder is not None

    @contextmanager
    def held(self) -> Iterator[float]:
        """Hold the right to write inside the `with`; raises Busy when the wait was too long.

        Answers how many seconds of the timeout are left, for whoever else has to be waited for.
        """
        if self._holder == threading.get_ident():
            raise RuntimeError(
                "this thread is writing already: a second write inside it would wait for itself"
            )
        deadline = time.monotonic() + self._timeout
        if not self._thread_lock.acquire(timeout=self._timeout):
            raise self._busy()
        try:
            self._holder = threading.get_ident()
            with self._process_lock(deadline):
                yield max(0.0, deadline - time.monotonic())
        finally:
            self._holder = None
            self._thread_lock.release()

    @contextmanager
    def _process_lock(self, deadline: float) -> Iterator[None]:
        turnstile, writer = self._open()
        self._wait(turnstile, TURNSTILE_PAUSE, deadline)
        try:
            self._wait(writer, WRITE_PAUSE, deadline)
        finally:
            fcntl.flock(turnstile, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(writer, fcntl.LOCK_UN)

    def _wait(self, file: int, pause: float, deadline: float) -> None:
        while True:
            try:
                return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise self._busy() from None
            time.sleep(pause)

    def _open(self) -> tuple[int, int]:
        if self._files is None:
            self._files = self._open_file("queue"), self._open_file("lock")
        return self._files

    def _open_file(self, suffix: str) -> int:
        require_folder(self._database)
        path = f"{self._database}.{suffix}"
        try:
            return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise storage_full(error) or ConfigurationError(
                _("The file {path} cannot be opened for writing.").fill(path=path),
                why=str(error),
                fix=_("Check the folder of the database and its permissions."),
            ) from error

    def _busy(self) -> Busy:
        return Busy(
            _("The database is busy: others have been writing for {seconds} seconds.").fill(
                seconds=self._timeout
            ),
            why=_("SQLite has one writer at a time."),
            fix=_("Try again; if it goes on, look for a process that hangs, or raise lock_timeout."),
        )

    def close(self) -> None:
        """Close the lock files, unless somebody writes: closing them would let others in."""
        if self._thread_lock.acquire(blocking=False):
            self._close_files()
            self._thread_lock.release()

    def after_fork(self) -> None:
        """Forget, in a forked child, what belongs to the parent: its threads and its open lock files."""
        self._thread_lock = threading.Lock()
        self._holder = None
        self._close_files()

    def _close_files(self) -> None:
        files, self._files = self._files or (), None
        for file in files:
            os.close(file)
