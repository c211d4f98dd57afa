"""The one writer of tables: CSV and XLSX, a stream of rows in constant memory, no cell that executes.

Every cell is a text and goes through `neutralise`, in XLSX too: there nothing is ever a formula or a link,
and the sheet stays harmless when somebody saves it as CSV. Reading takes the apostrophes away again.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import Any, BinaryIO, Protocol

from core.errors import Invalid
from core.labels import Label, translations
from core.services.files.cells import neutralise
from core.services.files.problems import shown
from core.services.files.table import WrittenFormat
from core.services.files.vcard_writing import CardWriter

_ = translations("core")

CARDS: Mapping[str, str] = MappingProxyType({"vcf": "4.0", "vcf3": "3.0"})
"""The version of cards, by format."""

SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384
CELL_CHARACTERS = 32_767
_BLOCK = 64 * 1024
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class TableWriter(Protocol):
    """What takes the rows of a table that is being written."""

    def write(self, cells: Sequence[str]) -> None:
        """Add one row; raises Invalid when the format cannot hold it."""


@contextmanager
def open_writer(
    target: Path | BinaryIO,
    *,
    format: WrittenFormat,
    headings: Sequence[str],
    byte_order_mark: bool = False,
) -> Iterator[TableWriter]:
    """Write a table with these headings to a file, or to a stream that stays open.

    A path gets its file when everything is written: after an error there is no file, or still the old one.
    `byte_order_mark` makes Excel read a CSV file as UTF-8; it means nothing to other formats.
    """
    with ExitStack() as resources:
        file = resources.enter_context(_new_file(target)) if isinstance(target, Path) else target
        if format == "xlsx":
            writer: TableWriter = resources.enter_context(_sheet(file))
        elif format in CARDS:
            writer = CardWriter(file, CARDS[format])
        else:
            writer = resources.enter_context(_csv(file, byte_order_mark))
        writer.write(headings)
        yield writer


class CsvWriter:
    """Rows as CSV after RFC 4180: UTF-8, lines end with CR LF."""

    def __init__(self, text: io.TextIOBase, delimiter: str = ",") -> None:
        self._writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")

    def write(self, cells: Sequence[str]) -> None:
        """Add one row."""
        self._writer.writerow([neutralise(cell) for cell in cells])


class SheetWriter:
    """Rows as the texts of one sheet; the first row is bold and stays in sight."""

    def __init__(self, workbook: Any) -> None:
        self._sheet = workbook.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, SHEET_COLUMNS - 1, 18)
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{SHEET_ROWS}"})
        self._bold = workbook.add_format({"bold": True})
        self._row = 0

    def write(self, cells: Sequence[str]) -> None:
        """Add one row; raises Invalid beyond what a sheet can hold."""
        if self._row >= SHEET_ROWS or len(cells) > SHEET_COLUMNS:
            raise _too_large(_("A sheet has at most {rows} rows and {columns} columns."), "")
        style = None if self._row else self._bold
        for column, cell in enumerate(cells):
            text = neutralise(cell)
            if len(text) > CELL_CHARACTERS:
                raise _too_large(_("A cell of a sheet holds at most {characters} characters."), text)
            self._sheet.write_string(self._row, column, text, style)
        self._row += 1


def _too_large(reason: Label, text: str) -> Invalid:
    limits = reason.fill(rows=SHEET_ROWS, columns=SHEET_COLUMNS, characters=CELL_CHARACTERS)
    where = _("The cell begins with {text}.").fill(text=repr(shown(text))) if text else ""
    return Invalid(message=limits, why=where, fix=_("Choose CSV, or filter the rows."))


@contextmanager
def _csv(file: BinaryIO, byte_order_mark: bool) -> Iterator[CsvWriter]:
    text = io.TextIOWrapper(file, "utf-8-sig" if byte_order_mark else "utf-8", newline="", write_through=True)
    try:
        yield CsvWriter(text)
        text.flush()
    finally:
        text.detach()


@contextmanager
def _sheet(file: BinaryIO) -> Iterator[SheetWriter]:
    """The workbook is made in a temporary file, so nothing of a broken export reaches the target."""
    import xlsxwriter  # noqa: PLC0415 (slow to load, and few processes ever write a sheet)

    with TemporaryFile() as made:
        workbook = xlsxwriter.Workbook(made, _OPTIONS)
        try:
            yield SheetWriter(workbook)
        finally:
            workbook.close()  # also gives back the temporary files of its sheets
        made.seek(0)
        shutil.copyfileobj(made, file, _BLOCK)


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
