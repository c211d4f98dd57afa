"""Workbooks as Excel and as attackers make them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from typing import Any

import xlsxwriter

from tests.services.files.tables import changed_archive

SHEET = "xl/worksheets/sheet1.xml"
_ROWS = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_END = "</sheetData></worksheet>"


def workbook(fill: Callable[[Any], None]) -> bytes:
    """A workbook that `fill` put its sheets into."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        fill(made)
    return target.getvalue()


def simple() -> bytes:
    """One sheet with a heading and a row."""

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write_column(0, 0, ["name", "Alfreds"])

    return workbook(fill)


def with_rows(rows: str) -> bytes:
    """The simple workbook with other XML for its rows."""
    return changed_archive(simple(), {SHEET: (_ROWS + rows + _END).encode()})


def with_repeated(row: bytes, times: int) -> bytes:
    """A workbook whose sheet has the same XML of rows so many times."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(simple())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name != SHEET:
                new.writestr(name, old.read(name))
        with new.open(SHEET, "w") as sheet:
            for part in (_ROWS.encode(), *([row * 1000] * (times // 1000)), _END.encode()):
                sheet.write(part)
    return target.getvalue()


def with_claimed_sizes(content: bytes, size: int) -> bytes:
    """The archive with a lie: every entry claims to unpack to `size` bytes."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        for start in _positions(content, signature):
            struct.pack_into("<I", changed, start + offset, size)
    return bytes(changed)


def with_password_flag(content: bytes) -> bytes:
    """The archive with every entry marked as encrypted."""
    changed = bytearray(content)
    for start in _positions(content, b"PK\x01\x02"):
        changed[start + 8] |= 1
    return bytes(changed)


def _positions(content: bytes, signature: bytes) -> Iterable[int]:
    start = content.find(signature)
    while start >= 0:
        yield start
        start = content.find(signature, start + 1)
