"""How much of a stranger's file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024**2


@dataclass(frozen=True, slots=True)
class FileLimits:
    """Limits of one file; the defaults fit an import of several million rows on a small machine."""

    file_bytes: int = 1024 * MEBIBYTE
    """Size of the whole file."""

    record_bytes: int = 1_000_000
    """Size of one row, so also of one cell and of one line."""

    columns: int = 1_000
    """Headings in the first row."""

    workbook_bytes: int = 200 * MEBIBYTE
    """Size of an XLSX file as it lies on the disk (it is compressed)."""

    unpacked_bytes: int = 1024 * MEBIBYTE
    """Size of everything in an XLSX file after unpacking."""

    ratio: int = 200
    """How many times larger an entry of an XLSX file may grow by unpacking; spreadsheets stay below 100."""

    entries: int = 5_000
    """Entries in the archive that an XLSX file is."""

    memory_bytes: int = 1024 * MEBIBYTE
    """Memory of the process that unpacks a sheet: about a million rows of ten short texts."""

    processor_seconds: int = 300
    """Processor time of that process."""
