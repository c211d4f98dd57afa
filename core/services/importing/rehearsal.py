"""A dry run: every chunk is written and taken back, so its counts are those of the real run.

What was taken back is missing when a later row of the file builds on it. So the rows that wrote something
are remembered, on the disk, and those on which a chunk builds are written again before it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from core.services.chunks import chunks
from core.services.files.table import SourceRow
from core.services.importing.file_row import FileRow, Handle
from core.services.importing.rows import RowReader

TABLES = """
    CREATE TABLE file_row (position INTEGER PRIMARY KEY, line INTEGER, cells BLOB);
    CREATE TABLE held (handle BLOB, position INTEGER, PRIMARY KEY (handle, position)) WITHOUT ROWID;
"""


class Memory:
    """The rows of one file that wrote something, in a file of its own that nobody needs afterwards."""

    def __init__(self, connection: sqlite3.Connection, reader: RowReader) -> None:
        self._connection = connection
        self._reader = reader

    def keep(self, rows: Iterable[FileRow]) -> None:
        """Remember rows that wrote something and on which others may build."""
        kept = [row for row in rows if row.handles]
        texts = ((row.position, row.source.line, orjson.dumps(row.source.cells)) for row in kept)
        self._connection.executemany("INSERT INTO file_row VALUES (?, ?, ?)", texts)
        held = ((_text(handle), row.position) for row in kept for handle in row.handles)
        self._connection.executemany("INSERT INTO held VALUES (?, ?)", held)

    def basis(self, rows: Sequence[FileRow]) -> list[FileRow]:
        """The earlier rows on which these build, and those on which they do, in the order of the file."""
        found: dict[int, FileRow] = {}
        asked: set[Handle] = set()
        new: Sequence[FileRow] = rows
        while handles := {handle for row in new for handle in row.handles | row.needs} - asked:
            asked |= handles
            new = [row for row in self._holding(handles) if row.position not in found]
            found |= {row.position: row for row in new}
        return [found[position] for position in sorted(found)]

    def _holding(self, handles: Iterable[Handle]) -> Iterator[FileRow]:
        """The rows that hold any of these."""
        positions: set[int] = set()
        for part in chunks([_text(handle) for handle in handles]):
            marks = ", ".join("?" * len(part))
            query = f"SELECT position FROM held WHERE handle IN ({marks})"  # noqa: S608 - question marks only
            positions.update(position for (position,) in self._connection.execute(query, part))
        for position in positions:
            query = "SELECT line, cells FROM file_row WHERE position = ?"
            line, cells = self._connection.execute(query, (position,)).fetchone()
            yield self._reader.read(position, SourceRow(line, tuple(orjson.loads(cells))))


@contextmanager
def memory(reader: RowReader) -> Iterator[Memory]:
    """An empty memory; gone at the end."""
    with TemporaryDirectory(prefix="guanxi-dry-run-") as folder:
        connection = sqlite3.connect(Path(folder) / "rows.sqlite3", isolation_level=None)
        with closing(connection):
            connection.executescript(f"PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; {TABLES} BEGIN;")
            yield Memory(connection, reader)


def _text(handle: Handle) -> bytes:
    return orjson.dumps(handle)
