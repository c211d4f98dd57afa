"""Write a backup while others write: of one moment, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from sqlalchemy import Connection, inspect, select, table
from sqlalchemy.sql import column

import core
from core.config import SECRET_KEY_NAME
from core.data.engine import Database
from core.data.exact_rows import Shape, count_rows, line, lines
from core.data.owners import require_upgraded
from core.data.restoring_rows import last_ids
from core.data.snapshot import snapshot
from core.data.whole_sqlite import copy_database, remove_database
from core.services.archives.parts import MANIFEST, Member, Part
from core.services.archives.passing import Passed, ProgressReport, info, pass_on, sink_of
from core.services.archives.whole_file import DRAFT, whole_file
from core.services.backup import noting
from core.services.backup.home import BLOCK, blocks, configuration, others
from core.services.backup.manifest import (
    CONFIGURATION,
    DATABASE,
    FILE_COLUMNS,
    FILES,
    FORMAT,
    SECRET_KEY,
    TABLE,
    Manifest,
    file_name,
)
from core.services.moving.building import revisions_of, strangers, tables_of
from core.services.work import App

PACKING = 1
"""The least that zip compresses: three times as fast as the usual, for a tenth more bytes."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup will hold, counted now."""

    rows: Mapping[str, int]
    files: int
    bytes: int


def foresee(app: App) -> Contents:
    """What a backup would hold; raises MigrationError for tables that are not up to date."""
    with app.database.reading() as connection:
        require_upgraded(connection)
        rows = count_rows(
            connection, [shape.name for shape in tables_of(connection, revisions_of(connection))]
        )
        sizes = [size for _sha256, size in _files(connection, app.settings.home) if size is not None]
    return Contents(rows, len(sizes), sum(sizes))


def back_up(app: App, path: Path, *, with_secret_key: bool, told: ProgressReport) -> Manifest:
    """Write everything into the file, which has its name only when it is whole; the installation notes when.

    A file that is there is replaced. Raises OSError for a disk that is full, MigrationError for old tables.
    """
    now = app.clock()
    with app.database.reading() as connection:
        require_upgraded(connection)
    with (
        whole_file(path) as file,
        ZipFile(file, "w", ZIP_DEFLATED, compresslevel=PACKING) as archive,
        _moment(app.database, path.with_name(f"{path.name}.database{DRAFT}"), told) as moment,
    ):
        writer = _Writer(app, archive, now, told)
        manifest = writer.write(moment, with_secret_key=with_secret_key)
        archive.writestr(info(MANIFEST, now), manifest.model_dump_json(indent=1))
    noting.note(app.database, noting.BACKUP, now)
    return manifest


@dataclass(frozen=True, slots=True)
class _Moment:
    """The database at one moment; on SQLite as a file of its own."""

    source: Connection
    file: Path | None


@contextmanager
def _moment(database: Database, draft: Path, told: ProgressReport) -> Iterator[_Moment]:
    if database.path is None:
        with snapshot(database) as connection:
            yield _Moment(connection, None)
        return
    size, copy = database.path.stat().st_size, Database(f"sqlite:///{draft}")
    remove_database(draft)  # a killed backup left it
    try:
        copy_database(database.path, draft, lambda share: told(round(size * share), share / 2))
        with copy.reading() as connection:
            yield _Moment(connection, draft)
    finally:
        copy.dispose()
        remove_database(draft)


@dataclass
class _Writer:
    """Members on their way into the archive."""

    app: App
    archive: ZipFile
    now: datetime
    told: ProgressReport
    lost: int = 0
    _done: int = field(default=0)

    def write(self, moment: _Moment, *, with_secret_key: bool) -> Manifest:
        """All members but the manifest."""
        connection, kind = moment.source, self.app.database.kind
        revisions = revisions_of(connection)
        shapes = tables_of(connection, revisions)
        rows = count_rows(connection, [shape.name for shape in shapes])
        left_behind = [] if moment.file else strangers(connection, revisions)
        members = self._database(moment.file) if moment.file else {}
        tables = {} if moment.file else self._tables(connection, shapes, sum(rows.values()))
        files = self._files(connection)
        return Manifest.model_validate(
            {
                "format": FORMAT,
                "guanxi": core.__version__,
                "at": self.now,
                "database": kind,
                "revisions": revisions,
                "rows": rows,
                "tables": tables,
                "files": files,
                "lost": self.lost,
                "others": members | self._others(with_secret_key=with_secret_key),
                "left_behind": tuple(left_behind),
            }
        )

    def _database(self, file: Path) -> dict[str, Member]:
        size = file.stat().st_size or 1

        def observe(block: bytes) -> None:
            self._done += len(block)
            self.told(self._done, 0.5 + self._done / size / 2)

        return {DATABASE: self._member(DATABASE, blocks(file), observe=observe)}

    def _tables(self, connection: Connection, shapes: list[Shape], total: int) -> dict[str, Part]:
        def observe(_line: bytes) -> None:
            self._done += 1
            self.told(self._done, self._done / max(total, 1))

        sink = sink_of(self.archive, self.now)
        found = {}
        for shape in shapes:
            passed = pass_on(TABLE.format(name=shape.name), lines(connection, shape.select()), sink, observe)
            found[shape.name] = _part(shape.columns, passed, last_ids(connection, shape))
        return found

    def _files(self, connection: Connection) -> Part:
        """The contents of attachments, and at last the list of them."""
        listed = []
        for sha256, _size in _files(connection, self.app.settings.home):
            found = self._file(sha256)
            self.lost += found is None or found.sha256 != sha256
            listed.append(line((sha256, *((found.bytes, found.sha256) if found else (None, None)))))
        return _part(FILE_COLUMNS, pass_on(FILES, iter(listed), sink_of(self.archive, self.now)), {})

    def _file(self, sha256: str) -> Member | None:
        try:
            file = (self.app.settings.home / file_name(sha256)).open("rb")
        except FileNotFoundError:
            return None
        with file:
            return self._member(file_name(sha256), iter(partial(file.read, BLOCK), b""), ZIP_STORED)

    def _others(self, *, with_secret_key: bool) -> dict[str, Member]:
        home = self.app.settings.home
        found = {name: self._member(name, blocks(path)) for name, path in others(home)}
        if content := configuration(home, with_secret_key=with_secret_key):
            found[CONFIGURATION] = self._member(CONFIGURATION, iter([content]))
        if with_secret_key and (home / SECRET_KEY_NAME).is_file():
            found[SECRET_KEY] = self._member(SECRET_KEY, blocks(home / SECRET_KEY_NAME))
        return found

    def _member(
        self,
        name: str,
        content: Iterator[bytes],
        packing: int = ZIP_DEFLATED,
        observe: Callable[[bytes], None] = lambda _block: None,
    ) -> Member:
        passed = pass_on(name, content, sink_of(self.archive, self.now, packing), observe)
        return Member(bytes=passed.bytes, sha256=passed.sha256)


def _part(columns: tuple[str, ...], passed: Passed, last: Mapping[str, int]) -> Part:
    return Part(
        columns=columns, rows=passed.pieces, bytes=passed.bytes, sha256=passed.sha256, last=dict(last)
    )


def _files(connection: Connection, home: Path) -> Iterator[tuple[str, int | None]]:
    """The contents that the database names, with their sizes on the disk; None for one that is lost."""
    if not inspect(connection).has_table("core_file"):
        return
    digests: Any = connection.scalars(
        select(column("sha256")).select_from(table("core_file")).order_by(column("sha256"))
    )
    for sha256 in digests:
        path = home / file_name(sha256)
        yield sha256, path.stat().st_size if path.is_file() else None
