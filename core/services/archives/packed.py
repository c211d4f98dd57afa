"""Read an archive as if somebody had made it up: every member is counted, measured and hashed.

Nothing is ever written to the disk by a name that stands in an archive, unless its manifest names it, too.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Self, TypeVar
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import BaseModel, ValidationError

from core.data.exact_rows import values_of
from core.errors import ArchiveError
from core.labels import translations
from core.services.archives.parts import MANIFEST, Member, Part

_ = translations("core")

Model = TypeVar("Model", bound=BaseModel)

LARGEST_MANIFEST = 16 * 2**20
LONGEST_LINE = 256 * 2**20
BLOCK = 2**20
SUSPICIOUS = 500
"""How many times larger than packed no rows of Guanxi ever were."""

ALWAYS_FINE = 100 * 2**20
NAMED = 5
DAMAGED = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OverflowError, KeyError)

UNUSABLE = _("The archive {path} cannot be used; nothing was changed.")
NO_ZIP = _("It is damaged, or no archive of Guanxi: {reason}.")
OTHER_COPY = _("Take another copy of it.")
NEWER = _("It was written in format {format}; this version knows formats up to {known}.")
UPGRADE = _("Upgrade Guanxi first.")
BOMB = _("Its member {name} would become {times} times as large as it is packed.")
NOT_LISTED = _("Its members are not those that its manifest names: {names}.")
CHANGED = _("Its member {name} was changed or is not whole.")
NO_ROWS = _("Its member {name} holds what is no row in line {line}.")


@dataclass(frozen=True)
class Packed:
    """An open archive, of which nothing is believed."""

    path: Path
    file: ZipFile

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises ArchiveError for what is no archive, and OSError for what cannot be read."""
        try:
            return cls(path, ZipFile(path))
        except DAMAGED as error:
            raise damaged(path, error) from error

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()

    def manifest(self, model: type[Model], known: int) -> Model:
        """What it says of itself; raises ArchiveError, also for a format that is newer than the known one."""
        infos = [info for info in self.file.infolist() if info.filename == MANIFEST]
        if len(infos) != 1 or infos[0].file_size > LARGEST_MANIFEST:
            raise refused(self.path, NO_ZIP.fill(reason=MANIFEST))
        self._check_packing(infos[0])
        try:
            with self.file.open(infos[0]) as member:
                content = member.read(LARGEST_MANIFEST + 1)
            self._check_format(content, known)
            return model.model_validate_json(content)
        except (*DAMAGED, ValidationError, ValueError, RecursionError) as error:
            raise damaged(self.path, error) from error

    def require_members(self, names: Iterable[str]) -> None:
        """Exactly these and the manifest, each once, packed as usual, none in the place of another."""
        infos = self.file.infolist()
        found = Counter(info.filename for info in infos)
        expected = Counter([MANIFEST, *names])
        if found != expected:
            odd = sorted((found - expected) + (expected - found))
            raise refused(self.path, NOT_LISTED.fill(names=", ".join(odd[:NAMED])))
        for info in infos:
            self._check_packing(info)
        packed = sum(info.compress_size for info in infos)
        if packed > self.path.stat().st_size:
            raise refused(self.path, NO_ZIP.fill(reason=_("its members overlap")))

    def rows(self, name: str, part: Part) -> Iterator[tuple[Any, ...]]:
        """The rows of a member, one after the other; raises ArchiveError at its end if it is another."""
        digest, count, size = hashlib.sha256(), 0, 0
        for line in self._lines(name):
            digest.update(line)
            count += 1
            size += len(line)
            if size > part.bytes:
                break
            yield self._row(name, part, count, line)
        if (count, size, digest.hexdigest()) != (part.rows, part.bytes, part.sha256):
            raise refused(self.path, CHANGED.fill(name=name))

    def content(self, name: str, member: Member) -> Iterator[bytes]:
        """A member in blocks, never more than its size; raises ArchiveError at its end if it is another."""
        digest, size = hashlib.sha256(), 0
        for block in self._blocks(name):
            digest.update(block)
            size += len(block)
            if size > member.bytes:
                break
            yield block
        if (size, digest.hexdigest()) != (member.bytes, member.sha256):
            raise refused(self.path, CHANGED.fill(name=name))

    def _lines(self, name: str) -> Iterator[bytes]:
        try:
            with self.file.open(name) as member:
                while line := member.readline(LONGEST_LINE):
                    yield line
        except DAMAGED as error:
            raise damaged(self.path, error) from error

    def _blocks(self, name: str) -> Iterator[bytes]:
        try:
            with self.file.open(name) as member:
                while block := member.read(BLOCK):
                    yield block
        except DAMAGED as error:
            raise damaged(self.path, error) from error

    def _row(self, name: str, part: Part, number: int, line: bytes) -> tuple[Any, ...]:
        try:
            row = tuple(values_of(line))
        except ValueError as error:
            raise refused(self.path, NO_ROWS.fill(name=name, line=number)) from error
        if len(row) != len(part.columns):
            raise refused(self.path, NO_ROWS.fill(name=name, line=number))
        return row

    def _check_format(self, content: bytes, known: int) -> None:
        """A newer format is named, whatever else it may hold."""
        found = json.loads(content)
        number = found.get("format") if isinstance(found, dict) else None
        if isinstance(number, int) and number > known:
            raise refused(self.path, NEWER.fill(format=number, known=known), UPGRADE)

    def _check_packing(self, info: ZipInfo) -> None:
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or info.flag_bits & 0x1:
            raise refused(self.path, NO_ZIP.fill(reason=info.filename))
        times = info.file_size // max(info.compress_size, 1)
        if info.file_size > ALWAYS_FINE and times > SUSPICIOUS:
            raise refused(self.path, BOMB.fill(name=info.filename, times=times))


@dataclass(frozen=True)
class Opened(Generic[Model]):
    """An open archive with what it says of itself; closed at the end of the `with`."""

    packed: Packed
    manifest: Model

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.packed.close()

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self.packed.path


def damaged(path: Path, error: Exception) -> ArchiveError:
    """What to say about an archive that cannot be read."""
    if isinstance(error, ArchiveError):
        return error
    said = str(error).strip().partition("\n")[0] or type(error).__name__
    return refused(path, NO_ZIP.fill(reason=said))


def refused(path: Path, why: str, fix: str = "") -> ArchiveError:
    """What to say about an archive that is not used."""
    return ArchiveError(UNUSABLE.fill(path=path), why=why, fix=fix or OTHER_COPY)
