"""Rows that could not be brought back, kept in a file beside the archive."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import IO, Self

from core.data.restoring_rows import LeftOut
from core.formats.plain_json import encode

SUFFIX = ".left-out.jsonl"


class LeftOutFile:
    """One line of JSON for each row; the file is made with the first, and removed if all is taken back."""

    def __init__(self, archive: Path) -> None:
        self.path = archive.with_name(archive.name + SUFFIX)
        self.counts: Counter[str] = Counter()
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        if self._file:
            self._file.close()
            if kind:
                self.path.unlink()

    def add(self, row: LeftOut) -> None:
        """Keep a row."""
        if self._file is None:
            self._file = self.path.open("wb")
        self.counts[row.table] += 1
        values = {name: value.hex() if isinstance(value, bytes) else value for name, value in row.row.items()}
        line = {"table": row.table, "missing": row.missing, "row": {k: _shown(v) for k, v in values.items()}}
        self._file.write(encode(line) + b"\n")

    def settle(self) -> None:
        """All of it is on the disk."""
        if self._file:
            self._file.flush()
            os.fsync(self._file.fileno())


def _shown(value: object) -> object:
    return value if isinstance(value, int | float | str | bool | None) else str(value)
