"""A disk that is small, and can be full."""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

BLOCK = 4096


@dataclass(frozen=True)
class Disk:
    """A file system of its own at `path`."""

    path: Path

    @property
    def ballast(self) -> Path:
        """What takes the room."""
        return self.path / "ballast"

    def fill(self) -> None:
        """Leave not one byte."""
        with self.ballast.open("ab", buffering=0) as file:
            try:
                while file.write(bytes(BLOCK)):
                    pass
            except OSError as error:
                assert error.errno == errno.ENOSPC

    def free(self) -> None:
        """Make room again."""
        self.ballast.unlink()


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[Disk]:
    """Mount one, which needs the rights of root: those of this process, or sudo without a password."""
    path.mkdir()
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    options = f"size={megabytes}m,mode=0777"
    subprocess.run([*as_root, "mount", "-t", "tmpfs", "-o", options, "guanxi-small-disk", path], check=True)
    try:
        yield Disk(path)
    finally:
        subprocess.run([*as_root, "umount", "--lazy", path], check=True)
