"""Where the bytes come from: a path, an upload or a pipe, always as a file that can be rewound."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from core.labels import translations
from core.services.files.problems import UnreadableFile

_ = translations("core")

SAMPLE_BYTES = 64 * 1024
"""How much of a file is looked at to find its format, encoding and delimiter."""


@dataclass(frozen=True, slots=True)
class Source:
    """An open file of `size` bytes, at its beginning, and its first SAMPLE_BYTES."""

    file: BinaryIO
    size: int
    sample: bytes


def open_source(given: Path | BinaryIO, limit: int, resources: ExitStack) -> Source:
    """Open what was given; a pipe is first copied to a temporary file.

    A file that this function opened is closed with `resources`; one that was given stays open. Raises
    UnreadableFile for more than `limit` bytes and for what cannot be opened.
    """
    file = _open_path(given, resources) if isinstance(given, Path) else given
    if not file.seekable():
        file = spooled(file, limit, resources)
    size = file.seek(0, os.SEEK_END)
    if size > limit:
        raise too_large(limit)
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    file.seek(0)
    return Source(file, size, sample)


def spooled(file: BinaryIO, limit: int, resources: ExitStack) -> BinaryIO:
    """A copy on the disk of everything that `file` still holds."""
    copy = resources.enter_context(TemporaryFile())  # noqa: SIM115
    size = 0
    while block := file.read(1024 * 1024):
        size += len(block)
        if size > limit:
            raise too_large(limit)
        copy.write(block)
    copy.seek(0)
    return copy


def too_large(limit: int) -> UnreadableFile:
    """The error about a file of more than `limit` bytes."""
    return UnreadableFile(
        _("The file is larger than {megabytes} MB.").fill(megabytes=limit // 1_000_000),
        why=_("Larger files are not read."),
        fix=_("Split it, or ask an administrator to raise the limit."),
    )


def _open_path(path: Path, resources: ExitStack) -> BinaryIO:
    try:
        return resources.enter_context(path.open("rb"))
    except OSError as error:
        raise UnreadableFile(
            _("The file {path} cannot be opened.").fill(path=path), why=error.strerror or str(error)
        ) from error
