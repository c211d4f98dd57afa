"""The file store: each content once, in a file named by its SHA-256 that never changes.

A file is written under a name that begins with a dot, and renamed when it is whole and on the disk. Whoever
is killed meanwhile leaves such a file behind; `unused` removes it.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from core.errors import NotFound, invalid
from core.labels import translations
from core.services.archives.whole_file import sync
from core.services.attachments.media_types import SAMPLE, Sample, media_type

_ = translations("core")

BLOCK = 1024 * 1024
FOLDER = "files"
DRAFT = ".draft-"
DIGEST = re.compile(r"[0-9a-f]{64}")

TOO_LARGE = _("The file is larger than {megabytes} MiB.")
ASK = _("Ask an administrator to raise max_attachment_bytes, or attach a link to it.")
EMPTY = _("The file is empty.")
PROGRAM = _("The file is a program.")
NO_PROGRAMS = _("Programs are not kept, whatever they are called.")
LOST = _("The content of this file is not in the file store.")
LOST_FIX = _("Restore it from a backup, or attach the file again.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A content that the store holds: its name there, its size in bytes, what it is."""

    sha256: str
    size: int
    media_type: str


class FileStore:
    """The contents under one folder: `files/ab/abcdef...`."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER

    def path(self, sha256: str) -> Path:
        """Where a content is; raises ValueError for what is no SHA-256."""
        if not DIGEST.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is not the SHA-256 of a file")
        return self.folder / sha256[:2] / sha256

    def keep(self, source: BinaryIO, limit: int, now: datetime) -> Kept:
        """Take everything that `source` still holds, at most `limit` bytes, into the store.

        When it returns, the content is on the disk. `now` says when it was last wanted. Raises Invalid for an
        empty file, one that is too large, and a program.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.folder, prefix=DRAFT, delete=False) as draft:
            path = Path(draft.name)
            try:
                kept = _copy(source, draft, limit)  # type: ignore[arg-type]  # it is one, by another name
                draft.flush()
                os.fsync(draft.fileno())
                self._place(path, kept.sha256, now)
            finally:
                path.unlink(missing_ok=True)
        return kept

    def examine(self, source: BinaryIO, limit: int) -> Kept:
        """What `keep` would answer, or raise, without keeping anything."""
        return _copy(source, None, limit)

    def _place(self, draft: Path, sha256: str, now: datetime) -> None:
        """Give a draft its name for good; what is there already only becomes younger."""
        path = self.path(sha256)
        moment = (now.timestamp(), now.timestamp())
        os.utime(draft, moment)
        path.parent.mkdir(exist_ok=True)
        try:
            os.utime(path, moment)
        except FileNotFoundError:
            draft.replace(path)
            for folder in (path.parent, self.folder):
                sync(folder)

    def existing(self, sha256: str) -> Path:
        """The path of a content; NotFound if it has been lost."""
        path = self.path(sha256)
        if not path.is_file():
            raise NotFound(LOST, fix=LOST_FIX)
        return path

    def older_than(self, moment: datetime) -> Iterator[Path]:
        """The files, drafts too, that nobody has wanted since a moment."""
        for path in self.folder.rglob("*") if self.folder.is_dir() else ():
            if is_older(path, moment):
                yield path


def is_older(path: Path, moment: datetime) -> bool:
    """Whether a content is there, and nobody has wanted it since a moment."""
    try:
        return path.is_file() and last_wanted(path) < moment
    except FileNotFoundError:  # a draft has got its name meanwhile
        return False


def last_wanted(path: Path) -> datetime:
    """When a content was last taken into the store."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _copy(source: BinaryIO, draft: BinaryIO | None, limit: int) -> Kept:
    """Copy block by block (to nowhere without a draft), with the hash and a look at both ends."""
    found, size, start, end = hashlib.sha256(), 0, b"", b""
    while block := source.read(BLOCK):
        size += len(block)
        if size > limit:
            raise invalid("file", "too_large", TOO_LARGE.fill(megabytes=limit // 2**20), fix=ASK)
        if len(start) < SAMPLE:
            start += block[: SAMPLE - len(start)]
        end = (end + block)[-SAMPLE:]
        found.update(block)
        if draft:
            draft.write(block)
    if not size:
        raise invalid("file", "empty", EMPTY)
    kind = media_type(Sample(start, end))
    if kind is None:
        raise invalid("file", "program", PROGRAM, fix=NO_PROGRAMS)
    return Kept(found.hexdigest(), size, kind)
