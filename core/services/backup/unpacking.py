"""Read a backup of which nothing is believed: names, sizes and hashes must be those of its manifest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Self

import core
from core.errors import ArchiveError
from core.labels import translations
from core.services.archives.packed import NO_ROWS, UPGRADE, Opened, Packed, refused
from core.services.archives.parts import Member
from core.services.attachments.store import DIGEST
from core.services.backup.manifest import (
    CONFIGURATION,
    DATABASE,
    FILE_COLUMNS,
    FILES,
    FOLDERS,
    FORMAT,
    SECRET_KEY,
    Manifest,
    file_name,
)

_ = translations("core")

NUMBERS = re.compile(r"[0-9]{1,9}")
TABLE_NAME = re.compile(r"[a-z_][a-z0-9_]*")
HOSTILE = _("It names {name}, which has no place in an installation.")
NEWER = _("It was written by version {theirs}; this is {ours}.")
NO_DATABASE = _("There is no database in it.")


@dataclass(frozen=True, slots=True)
class StoredContent:
    """A content of the file store in a backup; `member` is None if it was lost before."""

    sha256: str
    member: Member | None


@dataclass(frozen=True)
class Backup(Opened[Manifest]):
    """An open backup whose manifest fits its members."""

    @classmethod
    def open(cls, path: Path) -> Self:
        """Raises ArchiveError for what is no backup or one of a newer version, OSError for no such file."""
        packed = Packed.open(path)
        try:
            manifest = packed.manifest(Manifest, FORMAT)
            _require_known(path, manifest)
            backup = cls(packed, manifest)
            stored = (file_name(each.sha256) for each in backup.contents() if each.member)
            parts = (name for name, _part in manifest.parts())
            packed.require_members([*parts, *manifest.others, *stored])
        except BaseException:
            packed.close()
            raise
        return backup

    def contents(self) -> Iterator[StoredContent]:
        """The contents of attachments."""
        for number, row in enumerate(self.packed.rows(FILES, self.manifest.files), 1):
            try:
                yield _stored(row)
            except (TypeError, ValueError) as error:
                raise refused(self.path, NO_ROWS.fill(name=FILES, line=number)) from error


def _stored(row: tuple[Any, ...]) -> StoredContent:
    sha256, size, found = row
    if not DIGEST.fullmatch(sha256):
        raise ValueError(sha256)
    return StoredContent(sha256, None if size is None else Member(bytes=size, sha256=found))


def _require_known(path: Path, manifest: Manifest) -> None:
    """Nothing is unpacked to where it does not belong, and nothing that this version does not know."""
    if _version(manifest.guanxi) > _version(core.__version__):
        raise refused(path, NEWER.fill(theirs=manifest.guanxi, ours=core.__version__), UPGRADE)
    for name in (*manifest.tables, *manifest.rows):
        if not TABLE_NAME.fullmatch(name):
            raise _hostile(path, name)
    for name in manifest.others:
        if not _has_place(name):
            raise _hostile(path, name)
    is_file = DATABASE in manifest.others
    if is_file != (manifest.database == "sqlite") or (is_file and manifest.tables):
        raise refused(path, NO_DATABASE)
    if not is_file and manifest.tables.keys() != manifest.rows.keys():
        raise refused(path, NO_DATABASE)
    if manifest.files.columns != FILE_COLUMNS or manifest.revisions.get("core") is None:
        raise refused(path, NO_DATABASE)


def _has_place(name: str) -> bool:
    """Whether it is one of the few files that we write, or a plain path below one of our folders."""
    if name in (DATABASE, CONFIGURATION, SECRET_KEY):
        return True
    pieces = name.split("/")
    plain = all(piece not in ("", ".", "..") for piece in pieces) and not set(name) & set("\\\0:")
    return plain and len(pieces) > 1 and pieces[0] in FOLDERS and PurePosixPath(name).as_posix() == name


def _hostile(path: Path, name: str) -> ArchiveError:
    return refused(path, HOSTILE.fill(name=repr(name[:100])))


def _version(text: str) -> tuple[int, ...]:
    return tuple(map(int, NUMBERS.findall(text.partition("+")[0])))
