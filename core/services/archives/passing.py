"""Members on their way into an archive: counted and hashed as they pass."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Sink = Callable[[str, Iterator[bytes]], None]
"""Takes the pieces of a member as they come."""

ProgressReport = Callable[[int, float], None]
"""Told how many rows or bytes are done, and which part of all that is."""

Report = Callable[[int], None]
"""Told how many rows, or bytes, have passed so far."""


@dataclass(frozen=True, slots=True)
class Passed:
    """What has passed: how many pieces (lines, where these are pieces), how many bytes, their hash."""

    pieces: int
    bytes: int
    sha256: str


def pass_on(
    name: str, content: Iterator[bytes], sink: Sink, observe: Callable[[bytes], None] = lambda _piece: None
) -> Passed:
    """Hand the pieces on, and say what they were."""
    digest, pieces, size = hashlib.sha256(), 0, 0

    def passing() -> Iterator[bytes]:
        nonlocal pieces, size
        for piece in content:
            digest.update(piece)
            pieces += 1
            size += len(piece)
            observe(piece)
            yield piece

    sink(name, passing())
    return Passed(pieces, size, digest.hexdigest())


def forget(_name: str, content: Iterator[bytes]) -> None:
    """A sink that keeps nothing."""
    for _piece in content:
        pass


def sink_of(archive: ZipFile, now: datetime, packing: int = ZIP_DEFLATED) -> Sink:
    """A sink that makes members of an archive."""

    def write(name: str, content: Iterator[bytes]) -> None:
        with archive.open(info(name, now, packing), "w", force_zip64=True) as member:
            member.writelines(content)

    return write


def info(name: str, now: datetime, packing: int = ZIP_DEFLATED) -> ZipInfo:
    """What the archive's directory says of a member."""
    found = ZipInfo(name, (now.year, now.month, now.day, now.hour, now.minute, now.second))
    found.compress_type = packing
    return found
