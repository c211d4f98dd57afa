"""The errors file of one run: what stands behind the last checkpoint is forgotten."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.labels import Translator
from core.services.files.errors_file import ErrorsFile
from core.services.files.problems import CellProblem
from core.services.files.table import SourceRow


class ErrorsLog:
    """Failed rows in a file that is there only if a row failed. `position` is its length in the database."""

    def __init__(
        self, path: Path | None, headings: Sequence[str], delimiter: str, translate: Translator, position: int
    ) -> None:
        self.path = path
        self._headings = headings
        self._delimiter = delimiter
        self._translate = translate
        lost = path is None or not path.exists() or path.stat().st_size < position
        self.position = 0 if lost else position

    def append(self, failed: Iterable[tuple[SourceRow, Sequence[CellProblem]]]) -> int:
        """Write these rows behind `position`, to the disk; answers the new length."""
        rows = list(failed)
        if self.path is None or not rows:
            return self.position
        with ErrorsFile(
            self.path,
            self._headings,
            delimiter=self._delimiter,
            position=self.position,
            translate=self._translate,
        ) as file:
            for row, problems in rows:
                file.write(row._replace(problems=()), problems)
            return file.position

    def finish(self) -> Path | None:
        """Cut off what was taken back; answers the path if any row failed."""
        if self.path is None or not self.position:
            return None
        if self.path.stat().st_size > self.position:
            os.truncate(self.path, self.position)
        return self.path
