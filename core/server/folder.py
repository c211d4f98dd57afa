"""The supervisor's temporary folder: the numbers that its children count for `/metrics` together."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client keeps the numbers of several processes; it reads this when it is imported."""


MEMORY = Path("/dev/shm")  # noqa: S108 - a new folder in it, for this user only
"""Where files are kept in memory: whoever has mapped one of a disk is killed when that disk is full."""

NAME = "guanxi-serve-"


def place() -> Path:
    """Where the folders of all supervisors are."""
    # Not with tempfile, which loads OpenSSL: two megabytes of the supervisor's.
    temporary = Path(os.environ.get("TMPDIR") or "/tmp")  # noqa: S108 - as above
    return MEMORY if os.access(MEMORY, os.W_OK | os.X_OK) else temporary


class Folder:
    """A folder of files that children map into their memory; removed at the end.

    Supervisors that were killed with all their children left theirs: the next one to begin removes them.
    """

    def __init__(self) -> None:
        for path in place().glob(f"{NAME}*"):
            _remove_if_left(path)
        found = None
        while found is None:
            self.path = place() / f"{NAME}{os.getpid()}-{os.urandom(4).hex()}"
            self.path.mkdir(mode=0o700)
            found = _locked(self.path)
        self._lock = found

    def open_memory(self, size: int) -> int:
        """An open file of so many zeros that nobody else can find; closed by the caller."""
        path = self.path / f"memory-{os.urandom(4).hex()}"
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        path.unlink()
        os.truncate(file, size)
        return file

    def forget(self, place: int) -> None:
        """Drop what a child measured of the moment; what it counted stays, and its successor counts on."""
        for file in self.path.glob(f"gauge_live*_{place}.db"):
            file.unlink(missing_ok=True)

    def remove(self) -> None:
        """Remove it; children that still live have what they need in their memory."""
        remove(self.path)


def _locked(folder: Path) -> int | None:
    """The folder, open and locked as long as this process lives; None if somebody has it or removes it."""
    try:
        file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return None  # it is gone, or another user's
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        return None
    if folder.exists():
        return file
    os.close(file)
    return None


def _remove_if_left(folder: Path) -> None:
    lock = _locked(folder)
    if lock is not None:
        remove(folder)
        os.close(lock)


def remove(folder: Path) -> None:
    """Remove such a folder, whoever else does it too."""
    for file in folder.glob("*.db"):
        file.unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        folder.rmdir()
