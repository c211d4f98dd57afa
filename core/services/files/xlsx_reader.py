"""XLSX as a table: the archive is checked, then another process with limited memory reads the sheet."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import orjson

from core.labels import translations
from core.services.files.headings import Shape, read_headings
from core.services.files.limits import FileLimits
from core.services.files.problems import CellProblem, UnreadableFile, shown
from core.services.files.source import Source, spooled
from core.services.files.table import SourceRow, Table
from core.services.files.xlsx_archive import check_archive

_ = translations("core")

_PROGRAM = Path(__file__).with_name("xlsx_process.py")
_MESSAGES = {
    "row_too_long": _("The row is too long."),
    "digits_lost": _(
        "The number has more than 15 digits, and a spreadsheet keeps only 15. Format the column as text and "
        "enter the number again."
    ),
    "damaged_text": _("The text was damaged when the file was written: it holds the character U+FFFD."),
    "nul_character": _("The text holds a zero byte (NUL)."),
}


def open_xlsx(source: Source, sheet: str | None, limits: FileLimits, resources: ExitStack) -> Table:
    """The sheet as a table; raises UnreadableFile. `resources` ends the process and closes its files."""
    check_archive(source.file, source.size, limits)
    messages = _start(_real_file(source.file, limits, resources), sheet, limits, resources)
    chosen = next(messages)
    if "sheets" in chosen:
        raise _no_such_sheet(sheet, chosen["sheets"])
    records = (record for block in messages for record in block)
    first = next(records, None)
    if first is None:
        raise UnreadableFile(_("The sheet {name} is empty.").fill(name=chosen["sheet"]))
    rows = SheetRows(records, read_headings(first[1], limits.columns), chosen["height"])
    return Table(
        format="xlsx",
        headings=rows.shape.headings,
        source=rows.rows(),
        position=lambda: rows.line / rows.height,
        sheet=chosen["sheet"],
    )


class SheetRows:
    """The rows behind the headings; `line` is the one read last, `height` the number of the last one."""

    def __init__(self, records: Iterator[Any], shape: Shape, height: int) -> None:
        self.shape = shape
        self.height = height
        self.line = 0
        self._records = records

    def rows(self) -> Iterator[SourceRow]:
        """Every row that is not empty."""
        for line, cells, found in self._records:
            self.line = line
            problems = [self._problem(cells, index, code) for index, code in (*found, *_damaged(cells))]
            yield self.shape.fit(line, cells, tuple(problems))

    def _problem(self, cells: Sequence[str], index: int, code: str) -> CellProblem:
        headings = self.shape.headings
        column = headings[index] if 0 <= index < len(headings) else ""
        return CellProblem(column, code, _MESSAGES[code], shown(cells[index]) if index >= 0 else "")


def _damaged(cells: Sequence[str]) -> list[tuple[int, str]]:
    signs = (("\ufffd", "damaged_text"), ("\0", "nul_character"))
    return [(index, code) for index, cell in enumerate(cells) for sign, code in signs if sign in cell]


def _start(file: BinaryIO, sheet: str | None, limits: FileLimits, resources: ExitStack) -> Iterator[Any]:
    """Start the process and read what it prints, line by line."""
    request = {
        "sheet": sheet,
        "record_characters": limits.record_bytes,
        "memory_bytes": limits.memory_bytes,
        "processor_seconds": limits.processor_seconds,
    }
    command = [sys.executable, "-P", str(_PROGRAM), orjson.dumps(request).decode()]
    complaints = resources.enter_context(TemporaryFile())  # noqa: SIM115
    process = resources.enter_context(
        subprocess.Popen(command, stdin=file, stdout=subprocess.PIPE, stderr=complaints)  # noqa: S603
    )
    resources.callback(process.kill)
    return _messages(process, complaints, limits)


def _messages(process: subprocess.Popen[bytes], complaints: BinaryIO, limits: FileLimits) -> Iterator[Any]:
    for line in process.stdout or ():
        if line.endswith(b"\n"):  # else it was killed within the line
            yield orjson.loads(line)
    if code := process.wait():
        complaints.seek(0)
        raise _failed(code, complaints.read().decode(errors="replace"), limits)


def _failed(code: int, complaint: str, limits: FileLimits) -> UnreadableFile:
    if code in (-signal.SIGABRT, -signal.SIGKILL) or "MemoryError" in complaint:
        message = _("The sheet needs more than {megabytes} MB of memory.").fill(
            megabytes=limits.memory_bytes // 1_000_000
        )
        why = _("A sheet is read as a whole, with every cell up to its last row and column.")
        return UnreadableFile(message, why=why, fix=_("Save it as CSV (UTF-8), which may be of any length."))
    if code == -signal.SIGXCPU:
        return UnreadableFile(_("Reading the sheet takes too long."), fix=_("Save it as CSV (UTF-8)."))
    last = complaint.strip().splitlines()[-1:]
    return UnreadableFile(_("The workbook is damaged."), why="".join(last), fix=_("Save it anew as XLSX."))


def _no_such_sheet(said: str | None, names: Sequence[str]) -> UnreadableFile:
    near = get_close_matches(said or "", names, 1)
    message = _("The workbook has no sheet {name}.").fill(name=repr(said))
    hint = _("Did you mean {name}?").fill(name=repr(near[0])) if near else ""
    return UnreadableFile(message, why=hint, fix=_("Its sheets are: {names}.").fill(names=", ".join(names)))


def _real_file(file: BinaryIO, limits: FileLimits, resources: ExitStack) -> BinaryIO:
    """The file, at its beginning, as one that another process can read."""
    try:
        file.fileno()
    except (io.UnsupportedOperation, AttributeError):
        file.seek(0)
        return spooled(file, limits.workbook_bytes, resources)
    file.seek(0)
    return file
