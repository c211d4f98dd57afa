"""The supervisor's temporary folder: the numbers that its children count for `/metrics` together."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where prometheus_client keeps the numbers of several processes; it reads this when it is imported."""


class Folder:
    """A folder of files that children map into their memory; removed at the end."""

    def __init__(self) -> None:
        # Not with tempfile, which loads OpenSSL: two megabytes of the supervisor's.
        temporary = Path(os.environ.get("TMPDIR") or "/tmp")  # noqa: S108 - a new folder, for this user only
        self.path = temporary / f"guanxi-serve-{os.getpid()}-{os.urandom(4).hex()}"
        self.path.mkdir(mode=0o700)

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


def remove(folder: Path) -> None:
    """Remove such a folder, whoever else does it too."""
    for file in folder.glob("*.db"):
        file.unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        folder.rmdir()
