"""A file that appears under its name only when all of it is on the disk."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

OPEN_TO_ME_ONLY = 0o600
DRAFT = ".draft"


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Write into a draft beside it, which takes the name at the end, and goes if anything fails.

    A draft that a killed process left is taken away; that of one which still writes is a FileExistsError.
    """
    draft = path.with_name(path.name + DRAFT)
    clear([draft] if draft.exists() else [])
    descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, OPEN_TO_ME_ONLY)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """A file's content, or the names in a folder, outlive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear(drafts: Iterable[Path]) -> None:
    """Take away what killed processes left; who writes still holds the lock of the draft."""
    for draft in drafts:
        with draft.open("rb") as file, suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.unlink()
