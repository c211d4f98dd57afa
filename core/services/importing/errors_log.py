"""The errors file of one run: what stands behind the last checkpoint is forgotten."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from core.errors import GuanxiError
from core.labels import Translator, translations
from core.services.files.errors_file import ErrorsFile
from core.services.files.problems import CellProblem
from core.services.files.table import SourceRow

_ = translations("core")

FAILED = _("The failed rows cannot be written to {path}.")
START_AGAIN = _("Make room, or check the folder; then start the same import again, and it goes on.")


class ErrorsFileFault(GuanxiError):
    """The errors file cannot be written; what was imported before stays, and the import can go on."""

    code = "errors_file"


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
        try:
            with self._open(self.path) as file:
                for row, problems in rows:
                    file.write(row._replace(problems=()), problems)
                return file.position
        except OSError as error:
            raise ErrorsFileFault(FAILED.fill(path=self.path), why=str(error), fix=START_AGAIN) from error

    def _open(self, path: Path) -> ErrorsFile:
        return ErrorsFile(
            path,
            self._headings,
            delimiter=self._delimiter,
            position=self.position,
            translate=self._translate,
        )

    def finish(self) -> Path | None:
        """Cut off what was taken back; answers the path if any row failed."""
        if self.path is None or not self.position:
            return None
        if self.path.stat().st_size > self.position:
            os.truncate(self.path, self.position)
        return self.path
