"""A process of its own that unpacks one sheet and prints its rows as JSON, a block of rows a line.

python-calamine holds a whole sheet in memory, and a file of 5 KB whose last cell stands in the last row and
column makes it ask for 512 GB, which ends the process. So it runs here, where the operating system limits
memory and processor time, and not in the server. Started by xlsx_reader, as a file: it imports nothing of
Guanxi.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import orjson
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

BLOCK_CHARACTERS = 1_000_000
BLOCK_ROWS = 500
EXACT_DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number."""

Problems = list[tuple[int, str]]
"""Problems of a row: the index of the cell (-1 for the row) and a code."""


def main(arguments: bytes) -> None:
    """Print what is asked for: `{"sheet", "record_characters", "memory_bytes", "processor_seconds"}`.

    The workbook is the standard input. The first line printed tells the sheet chosen and its last row; every
    other one is a list of `[row number, cells, problems]`. A sheet that does not exist: `{"sheets": [...]}`.
    """
    request = orjson.loads(arguments)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, request["memory_bytes"])
    _limit(resource.RLIMIT_CPU, request["processor_seconds"])
    sys.stdin.buffer.seek(0)
    with CalamineWorkbook.from_filelike(sys.stdin.buffer) as workbook:
        name = choose_sheet(workbook, request["sheet"])
        if name is None:
            _send({"sheets": workbook.sheet_names})
            return
        sheet = workbook.get_sheet_by_name(name)
        _send({"sheet": name, "height": sheet.total_height})
        for block in blocks(sheet, request["record_characters"]):
            _send(block)


def choose_sheet(workbook: CalamineWorkbook, said: str | None) -> str | None:
    """The name of the sheet that was named or numbered (from 1); by default the first visible one."""
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in sheets]
    if said is None:
        visible = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
        return next(iter(visible or names), None)
    if said in names:
        return said
    return names[int(said) - 1] if said.isdecimal() and 0 < int(said) <= len(names) else None


def blocks(sheet: CalamineSheet, limit: int) -> Iterator[list[tuple[int, list[str], Problems]]]:
    """The rows that are not empty, in blocks that fit into little memory."""
    block: list[tuple[int, list[str], Problems]] = []
    size = 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells, problems = read_row(values, limit)
        if not any(cells):
            continue
        block.append((number, cells, problems))
        size += sum(map(len, cells))
        if size >= BLOCK_CHARACTERS or len(block) >= BLOCK_ROWS:
            yield block
            block, size = [], 0
    if block:
        yield block


def read_row(values: list[Any], limit: int) -> tuple[list[str], Problems]:
    """The cells of a row as texts, and what is wrong with them."""
    cells = [value if isinstance(value, str) else cell_text(value) for value in values]
    if sum(map(len, cells)) > limit:
        return [cell[:100] for cell in cells], [(-1, "row_too_long")]
    return cells, [(index, "digits_lost") for index, value in enumerate(values) if has_lost_digits(value)]


def cell_text(value: Any) -> str:
    """A value as text: numbers in plain digits, dates and times in ISO form, yes and no as true and false."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return duration_text(value) if isinstance(value, timedelta) else str(value)


def number_text(value: float) -> str:
    """The digits that the spreadsheet shows: 15 of them are exact, the rest is noise of binary arithmetic."""
    if value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return format(Decimal(format(value, f".{EXACT_DIGITS}g")), "f")


def has_lost_digits(value: Any) -> bool:
    """Whether this was a longer number, such as one of an identity card: its last digits are zeros now."""
    if not isinstance(value, float) or abs(value) < 10**EXACT_DIGITS:
        return False
    return abs(value) >= 2**53 or value % 10 == 0


def duration_text(value: timedelta) -> str:
    """Hours, minutes and seconds, as a spreadsheet shows a duration: 30:00:00."""
    seconds = int(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _send(message: Any) -> None:
    sys.stdout.buffer.write(orjson.dumps(message) + b"\n")


if __name__ == "__main__":
    main(sys.argv[1].encode())
