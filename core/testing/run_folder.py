"""The folder that all processes of one test run share."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from core.testing import postgresql
from core.testing.locking import is_locked, locked

PREFIX = "guanxi-tests-"
ROOM_NEEDED = 2 * 2**30  # bytes
ALIVE = "alive.lock"


class RunFolder:
    """A new folder, `path`, until `remove`; what killed runs left behind, their servers included, goes now.

    A living run holds the lock of its folder. Process numbers would not do: the folder in memory may be
    shared by containers that each count from one.
    """

    def __init__(self, parent: Path | None = None) -> None:
        parent = parent or _memory() or Path(tempfile.gettempdir())
        with locked(parent / f"{PREFIX}{os.getuid()}.lock"):
            _remove_abandoned(parent)
            self.path = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getuid()}-", dir=parent))
            self._alive = ExitStack()
            self._alive.enter_context(locked(self.path / ALIVE))

    def remove(self) -> None:
        """Stop the server and delete the folder."""
        postgresql.stop(self.path)
        shutil.rmtree(self.path)
        self._alive.close()


def _memory() -> Path | None:
    """The file system in memory, if it is there and large enough: databases are copied 20 times as fast."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
    usable = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_NEEDED
    return memory if usable else None


def _remove_abandoned(parent: Path) -> None:
    for folder in parent.glob(f"{PREFIX}{os.getuid()}-*"):
        if not is_locked(folder / ALIVE):
            postgresql.stop(folder)
            shutil.rmtree(folder)
