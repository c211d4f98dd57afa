"""Write everything that a plugin has in the database into an archive."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from sqlalchemy import Connection

import core
from core.data.engine import Database
from core.data.exact_rows import lines, shapes_of
from core.data.migrations import current_revision
from core.data.owners import Owner
from core.data.restoring_rows import last_ids
from core.data.snapshot import snapshot
from core.services.plugins.archive import FORMAT, KEPT, MANIFEST, TABLE, WHAT_CORE_KEEPS, Manifest, Part
from core.services.plugins.states import Stored

OPEN_TO_ME_ONLY = 0o600
DRAFT = ".draft"

Sink = Callable[[str, Iterator[bytes]], None]
"""Takes the lines of a member as they come."""

Report = Callable[[int], None]
"""Told how many rows were read so far."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What is archived: the plugin's tables, its state, and the tables of its record types, if known."""

    owner: Owner
    stored: Stored
    resources: Mapping[str, str] = field(default_factory=dict)


def write_archive(
    database: Database, subject: Subject, folder: Path, now: datetime, report: Report
) -> tuple[Path, Manifest]:
    """Write a new archive into the folder, from one snapshot: a whole one or none, whatever happens."""
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder, subject.owner.name)
    path = _free(folder, subject.owner.name, now)
    with _whole(path) as file, ZipFile(file, "w", ZIP_DEFLATED) as archive, snapshot(database) as connection:

        def write(name: str, content: Iterator[bytes]) -> None:
            with archive.open(_info(name, now), "w", force_zip64=True) as member:
                member.writelines(content)

        manifest = describe(connection, database.kind, subject, now, write, report)
        archive.writestr(_info(MANIFEST, now), manifest.model_dump_json(indent=1))
    return path, manifest


def describe(
    connection: Connection, kind: str, subject: Subject, now: datetime, sink: Sink, report: Report
) -> Manifest:
    """Read all that a plugin has, hand the lines on, and say what they are: equal rows, equal parts.

    The state of the plugin is that of `subject`; the rest is read here.
    """
    count = _Counter(report)
    parts: dict[str, Part] = {}
    for shape in shapes_of(connection, subject.owner):
        member = _Member(TABLE.format(name=shape.name), shape.columns, count)
        read = lines(connection, shape.select())
        parts[shape.name] = member.pass_on(read, sink, last_ids(connection, shape))
    kept = {}
    for name, rows_of in WHAT_CORE_KEEPS.items():
        rows = rows_of(subject.owner.name)
        member = _Member(KEPT.format(name=name), tuple(rows.selected_columns.keys()), count)
        kept[name] = member.pass_on(lines(connection, rows), sink, {})
    return Manifest.model_validate(
        {
            "format": FORMAT,
            "plugin": subject.owner.name,
            "version": subject.stored.version,
            "requires": subject.stored.requires,
            "restricts": subject.stored.restricts,
            "revision": current_revision(connection, subject.owner),
            "guanxi": core.__version__,
            "database": kind,
            "at": now,
            "resources": dict(subject.resources),
            "tables": parts,
            "kept": kept,
        }
    )


def forget(_name: str, content: Iterator[bytes]) -> None:
    """A sink that keeps nothing."""
    for _line in content:
        pass


@dataclass
class _Counter:
    report: Report
    rows: int = 0

    def __call__(self) -> None:
        self.rows += 1
        self.report(self.rows)


@dataclass
class _Member:
    """A member on its way: counted and hashed as its lines pass."""

    name: str
    columns: tuple[str, ...]
    count: Callable[[], None]
    rows: int = 0
    size: int = 0

    def pass_on(self, content: Iterator[bytes], sink: Sink, last: Mapping[str, int]) -> Part:
        digest = hashlib.sha256()

        def passing() -> Iterator[bytes]:
            for line in content:
                digest.update(line)
                self.rows += 1
                self.size += len(line)
                self.count()
                yield line

        sink(self.name, passing())
        return Part(
            columns=self.columns, rows=self.rows, bytes=self.size, sha256=digest.hexdigest(), last=dict(last)
        )


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that appears under its name only when all of it is on the disk."""
    draft = path.with_name(path.name + DRAFT)
    try:
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, OPEN_TO_ME_ONLY)
        with os.fdopen(descriptor, "w+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        _sync(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clear(folder: Path, name: str) -> None:
    """Take away what killed processes left; who writes still holds the lock of the draft."""
    for draft in folder.glob(f"{name}-*{DRAFT}"):
        with draft.open("rb") as file, suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.unlink()


def _free(folder: Path, name: str, now: datetime) -> Path:
    """A name that no archive has."""
    begins = f"{name}-{now:%Y%m%dT%H%M%SZ}"
    names = (f"{begins}{number}.zip" for number in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(path for each in names if not (path := folder / each).exists())


def _info(name: str, now: datetime) -> ZipInfo:
    info = ZipInfo(name, (now.year, now.month, now.day, now.hour, now.minute, now.second))
    info.compress_type = ZIP_DEFLATED
    return info
