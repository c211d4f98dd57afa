"""Write everything that a plugin has in the database into an archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection

import core
from core.data.engine import Database
from core.data.exact_rows import lines, shapes_of
from core.data.migrations import current_revision
from core.data.owners import Owner
from core.data.restoring_rows import last_ids
from core.data.snapshot import snapshot
from core.services.archives.parts import MANIFEST, Part
from core.services.archives.passing import Passed, Report, Sink, info, pass_on, sink_of
from core.services.archives.whole_file import DRAFT, clear, whole_file
from core.services.plugins.archive import FORMAT, KEPT, TABLE, WHAT_CORE_KEEPS, Manifest
from core.services.plugins.states import Stored


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
    clear(folder.glob(f"{subject.owner.name}-*{DRAFT}"))
    path = _free(folder, subject.owner.name, now)
    with (
        whole_file(path) as file,
        ZipFile(file, "w", ZIP_DEFLATED) as archive,
        snapshot(database) as connection,
    ):
        manifest = describe(connection, database.kind, subject, now, sink_of(archive, now), report)
        archive.writestr(info(MANIFEST, now), manifest.model_dump_json(indent=1))
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
        read = lines(connection, shape.select())
        passed = pass_on(TABLE.format(name=shape.name), read, sink, count)
        parts[shape.name] = _part(shape.columns, passed, last_ids(connection, shape))
    kept = {}
    for name, rows_of in WHAT_CORE_KEEPS.items():
        rows = rows_of(subject.owner.name)
        passed = pass_on(KEPT.format(name=name), lines(connection, rows), sink, count)
        kept[name] = _part(tuple(rows.selected_columns.keys()), passed, {})
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


@dataclass
class _Counter:
    report: Report
    rows: int = 0

    def __call__(self, _line: bytes) -> None:
        self.rows += 1
        self.report(self.rows)


def _part(columns: tuple[str, ...], passed: Passed, last: Mapping[str, int]) -> Part:
    return Part(
        columns=columns, rows=passed.pieces, bytes=passed.bytes, sha256=passed.sha256, last=dict(last)
    )


def _free(folder: Path, name: str, now: datetime) -> Path:
    """A name that no archive has."""
    begins = f"{name}-{now:%Y%m%dT%H%M%SZ}"
    names = (f"{begins}{number}.zip" for number in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(path for each in names if not (path := folder / each).exists())
