"""Making files on the fly and reading them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from core.services.files.reading import open_table
from core.services.files.table import SourceRow
from core.services.files.writing import open_writer


def read(source: bytes | Path | BinaryIO, **options: Any) -> tuple[list[str], list[SourceRow]]:
    """The headings and rows of a file or of bytes."""
    with open_table(io.BytesIO(source) if isinstance(source, bytes) else source, **options) as table:
        return list(table.headings), list(table.rows())


def cells(source: bytes | Path, **options: Any) -> list[tuple[str, ...]]:
    """The cells of all rows, none of which may have a problem."""
    rows = read(source, **options)[1]
    assert [row for row in rows if row.problems] == []
    return [row.cells for row in rows]


def codes(rows: Iterable[SourceRow]) -> dict[int, list[str]]:
    """The codes of what is wrong, by line."""
    return {row.line: [problem.code for problem in row.problems] for row in rows if row.problems}


def written(headings: Sequence[str], rows: Iterable[Sequence[str]], **options: Any) -> bytes:
    """The bytes of a table that the writer made."""
    target = io.BytesIO()
    with open_writer(target, headings=headings, **options) as writer:
        for row in rows:
            writer.write(row)
    return target.getvalue()


def changed_archive(content: bytes, changes: Mapping[str, bytes]) -> bytes:
    """A workbook with some of its entries replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        kept = {entry.filename: old.read(entry) for entry in old.infolist()}
        for name, data in (kept | dict(changes)).items():
            new.writestr(name, data)
    return target.getvalue()
