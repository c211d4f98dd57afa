"""The folder that all processes of one test run share."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from core.testing import postgresql

PREFIX = "guanxi-tests-"
ROOM_NEEDED = 2 * 2**30  # bytes


def make_run_folder() -> tempfile.TemporaryDirectory[str]:
    """A new folder; what killed runs left behind, running servers included, is removed."""
    parent = _memory() or Path(tempfile.gettempdir())
    _remove_abandoned(parent)
    return tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=parent)


def _memory() -> Path | None:
    """The file system in memory, if it is there and large enough: databases are copied 20 times as fast."""
    memory = Path("/dev/shm")  # noqa: S108 (a folder of our own is made in it)
    usable = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM_NEEDED
    return memory if usable else None


def _remove_abandoned(parent: Path) -> None:
    for folder in parent.glob(f"{PREFIX}*-*"):
        maker = folder.name.removeprefix(PREFIX).partition("-")[0]
        if maker.isdecimal() and folder.stat().st_uid == os.getuid() and not _is_alive(int(maker)):
            postgresql.stop(folder)
            shutil.rmtree(folder)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's process by now
    return True
