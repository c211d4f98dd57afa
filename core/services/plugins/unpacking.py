"""Read an archive of a plugin as if somebody had made it up: every member is counted, measured and hashed.

Nothing is ever written to the disk by a name that stands in an archive.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import ValidationError

from core.data.exact_rows import values_of
from core.errors import ArchiveError
from core.host.manifest import name_problem
from core.labels import translations
from core.services.plugins.archive import FORMAT, KEPT, MANIFEST, TABLE, WHAT_CORE_KEEPS, Manifest, Part

_ = translations("core")

LARGEST_MANIFEST = 16 * 2**20
LONGEST_LINE = 256 * 2**20
SUSPICIOUS = 500
"""How many times larger than packed no rows of Guanxi ever were."""

ALWAYS_FINE = 100 * 2**20
NAMED = 5
DAMAGED = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OverflowError)

UNUSABLE = _("The archive {path} cannot be used; nothing was changed.")
NO_ZIP = _("It is damaged, or no archive of Guanxi: {reason}.")
OTHER_COPY = _("Take another copy of it.")
NEWER = _("It was written in format {format}; this version knows formats up to {known}.")
UPGRADE = _("Upgrade Guanxi first.")
BOMB = _("Its member {name} would become {times} times as large as it is packed.")
NOT_LISTED = _("Its members are not those that its manifest names: {names}.")
CHANGED = _("Its member {name} was changed or is not whole.")
NO_ROWS = _("Its member {name} holds what is no row in line {line}.")
NOT_OURS = _("It names {name}, which does not belong to the plugin {plugin}.")


@dataclass(frozen=True)
class Archive:
    """An open archive whose manifest fits its members; `rows` and `verify` look at the members themselves."""

    path: Path
    file: ZipFile
    manifest: Manifest

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises ArchiveError for what is no archive, and OSError for what cannot be read."""
        try:
            file = ZipFile(path)
        except DAMAGED as error:
            raise _damaged(path, error) from error
        try:
            manifest = _manifest(path, file)
            _check_members(path, file, manifest)
            _check_names(path, manifest)
        except BaseException:
            file.close()
            raise
        return cls(path, file, manifest)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()

    def verify(self) -> None:
        """Read everything once; raises ArchiveError for a member that is not as the manifest says."""
        for name, part in members(self.manifest).items():
            for _row in self.rows(name, part):
                pass

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
            raise _refused(self.path, CHANGED.fill(name=name))

    def _lines(self, name: str) -> Iterator[bytes]:
        try:
            with self.file.open(name) as member:
                while line := member.readline(LONGEST_LINE):
                    yield line
        except DAMAGED as error:
            raise _damaged(self.path, error) from error

    def _row(self, name: str, part: Part, number: int, line: bytes) -> tuple[Any, ...]:
        try:
            row = tuple(values_of(line))
        except ValueError as error:
            raise _refused(self.path, NO_ROWS.fill(name=name, line=number)) from error
        if len(row) != len(part.columns):
            raise _refused(self.path, NO_ROWS.fill(name=name, line=number))
        return row


def members(manifest: Manifest) -> dict[str, Part]:
    """Every member that the manifest tells about, by its name in the archive."""
    tables = {TABLE.format(name=name): part for name, part in manifest.tables.items()}
    return tables | {KEPT.format(name=name): part for name, part in manifest.kept.items()}


def _manifest(path: Path, file: ZipFile) -> Manifest:
    infos = [info for info in file.infolist() if info.filename == MANIFEST]
    if len(infos) != 1 or infos[0].file_size > LARGEST_MANIFEST:
        raise _refused(path, NO_ZIP.fill(reason=MANIFEST))
    _check_packing(path, infos[0])
    try:
        with file.open(infos[0]) as member:
            content = member.read(LARGEST_MANIFEST + 1)
        _check_format(path, content)
        return Manifest.model_validate_json(content)
    except (*DAMAGED, ValidationError, ValueError, RecursionError) as error:
        raise _damaged(path, error) from error


def _check_format(path: Path, content: bytes) -> None:
    """A newer format is named, whatever else it may hold."""
    found = json.loads(content)
    number = found.get("format") if isinstance(found, dict) else None
    if isinstance(number, int) and number > FORMAT:
        raise _refused(path, NEWER.fill(format=number, known=FORMAT), UPGRADE)


def _check_members(path: Path, file: ZipFile, manifest: Manifest) -> None:
    """Exactly the members of the manifest, each once, packed as usual, none in the place of another."""
    infos = file.infolist()
    found = Counter(info.filename for info in infos)
    expected = Counter([MANIFEST, *members(manifest)])
    if found != expected:
        odd = sorted((found - expected) + (expected - found))
        raise _refused(path, NOT_LISTED.fill(names=", ".join(odd[:NAMED])))
    for info in infos:
        _check_packing(path, info)
    packed = sum(info.compress_size for info in infos)
    if packed > path.stat().st_size:
        raise _refused(path, NO_ZIP.fill(reason=_("its members overlap")))


def _check_packing(path: Path, info: ZipInfo) -> None:
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) or info.flag_bits & 0x1:
        raise _refused(path, NO_ZIP.fill(reason=info.filename))
    times = info.file_size // max(info.compress_size, 1)
    if info.file_size > ALWAYS_FINE and times > SUSPICIOUS:
        raise _refused(path, BOMB.fill(name=info.filename, times=times))


def _check_names(path: Path, manifest: Manifest) -> None:
    """Whoever packed it must not reach the tables of others."""
    plugin = manifest.plugin
    if problem := name_problem(plugin):
        raise _refused(path, problem[0])
    foreign = [name for name in manifest.tables if not name.startswith(f"{plugin}_")]
    foreign += [name for name in manifest.kept if name not in WHAT_CORE_KEEPS]
    if foreign:
        raise _refused(path, NOT_OURS.fill(name=foreign[0], plugin=plugin))


def _damaged(path: Path, error: Exception) -> ArchiveError:
    if isinstance(error, ArchiveError):
        return error
    said = str(error).strip().partition("\n")[0] or type(error).__name__
    return _refused(path, NO_ZIP.fill(reason=said))


def _refused(path: Path, why: str, fix: str = "") -> ArchiveError:
    return ArchiveError(UNUSABLE.fill(path=path), why=why, fix=fix or OTHER_COPY)
