"""The one way to read a table from a file."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from core.services.files.csv_reader import open_csv
from core.services.files.detection import detect_format
from core.services.files.limits import FileLimits
from core.services.files.source import open_source
from core.services.files.table import Format, Table
from core.services.files.vcard_reader import open_vcards
from core.services.files.xlsx_reader import open_xlsx


def open_table(
    source: Path | BinaryIO,
    *,
    format: Format | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
    cards: str = "",
    limits: FileLimits = FileLimits(),  # noqa: B008 (frozen)
) -> Table:
    """Open a CSV, XLSX or vCard file, or a stream of one, for reading row by row in a known memory.

    What is not said is detected from the first 64 KB: the format from the content (never from the name), the
    encoding (see text_encoding), the delimiter; `sheet` is a name or a number from 1, by default the first
    visible sheet; `cards` is the kind of record that contact cards are to become. Raises UnreadableFile with
    what the file is and what to do. A broken row does not raise: it comes with its problems. A stream that
    was given stays open.
    """
    with ExitStack() as resources:
        opened = open_source(source, limits.file_bytes, resources)
        found = detect_format(opened.sample, format, encoding)
        if found == "xlsx":
            table = open_xlsx(opened, sheet, limits, resources)
        elif found == "vcf":
            table = open_vcards(opened, encoding, limits, cards)
        else:
            table = open_csv(opened, encoding, delimiter, limits)
        table.resources = resources.pop_all()
        return table
