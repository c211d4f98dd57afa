"""The rows that failed, as they were, with the reason behind each: to be corrected and fed again.

Reading leaves the added columns out, so the corrected file is imported as it is. The file is CSV in UTF-8
with a byte order mark, which spreadsheets open as it is meant. It is written as the import goes on:
`position` belongs into the import's checkpoint, and after a kill the file goes on from there, with no row
lost or doubled.
"""

from __future__ import annotations

import codecs
import io
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from core.labels import Translator
from core.services.files.headings import ADDED
from core.services.files.problems import CellProblem
from core.services.files.table import SourceRow
from core.services.files.writing import CsvWriter


class ErrorsFile:
    """An open errors file; use it as a context manager. Without a failed row it holds the headings only.

    `position` is where a killed import goes on, `translate` turns the reasons into the reader's language.
    """

    def __init__(
        self,
        path: Path,
        headings: Sequence[str],
        *,
        delimiter: str = ",",
        position: int = 0,
        translate: Translator = str,
    ) -> None:
        self._file = path.open("r+b" if position else "wb")
        self._text = io.TextIOWrapper(self._file, "utf-8", newline="", write_through=True)
        self._writer = CsvWriter(self._text, delimiter)
        self._translate = translate
        self.rows = 0
        if position:
            self._file.truncate(position)
            self._file.seek(position)
        else:
            self._file.write(codecs.BOM_UTF8)
            self._writer.write([*headings, *ADDED])

    def write(self, row: SourceRow, problems: Sequence[CellProblem] = ()) -> None:
        """Add a row with its own problems and those that were found later."""
        found = (*row.problems, *problems)
        reasons = [self._translate(problem.message) for problem in found]
        columns = ([problem.column for problem in found], [problem.value for problem in found], reasons)
        added = ("; ".join(dict.fromkeys(filter(None, texts))) for texts in columns)
        self._writer.write([*row.cells, str(row.line), *added])
        self.rows += 1

    @property
    def position(self) -> int:
        """The length of the file in bytes; what stands before it has reached the disk."""
        self._text.flush()
        self._file.flush()
        os.fsync(self._file.fileno())
        return self._file.tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._text.close()
