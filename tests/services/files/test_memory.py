"""Memory stays flat, however large the file."""

import io
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.services.files.limits import FileLimits
from core.services.files.reading import open_table
from core.services.files.table import Format
from core.services.files.writing import open_writer
from tests.services.files.tables import written

MEGABYTE = 1_000_000
SMALL = FileLimits(record_bytes=2_000)


class Generated(io.RawIOBase):
    """A file of `size` bytes that exists nowhere: a first line, then the same block again and again."""

    def __init__(self, first: bytes, block: bytes, size: int) -> None:
        self.first, self.block, self.size, self.at = first, block, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self.at = offset + (self.size if whence == 2 else self.at if whence == 1 else 0)
        return self.at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        start = self.at - len(self.first)
        data = self.first[self.at :] if start < 0 else self.block[start % len(self.block) :]
        data = data[: min(len(buffer), self.size - self.at)]
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)


@contextmanager
def at_most(megabytes: float) -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] <= megabytes * MEGABYTE
    finally:
        tracemalloc.stop()


def generated(first: bytes, block: bytes, megabytes: float) -> io.BufferedReader:
    return io.BufferedReader(Generated(first, block, len(first) + int(megabytes * MEGABYTE)))


def test_300_megabytes_of_rows() -> None:
    row = "北京华联,".encode() + b"x" * 99_986 + b"\n"
    with at_most(2), open_table(generated(b"name,note\n", row, 300)) as table:
        assert sum(1 for row in table.rows() if not row.problems) == 3000


def test_300_megabytes_without_a_line_end() -> None:
    with at_most(8), open_table(generated(b"name,note\n", b"x" * 10_000, 300)) as table:
        (row,) = table.rows()
        assert row.problems[0].code == "line_too_long"


@pytest.mark.parametrize("block", [b'"' + b"x" * 4998 + b"\n", b'a","b\n1,2\n' * 500, b"\n" * 5000])
def test_nothing_but_nonsense(block: bytes) -> None:
    with at_most(2), open_table(generated(b"name,note\n", block, 0.2), limits=SMALL) as table:
        assert all(row.problems or len(row.cells) == 2 for row in table.rows())


def test_a_sheet_is_not_held_here() -> None:
    content = written(["name", "note"], ((f"{n}", "x" * 1000) for n in range(10_000)), format="xlsx")
    with at_most(16), open_table(io.BytesIO(content)) as table:
        assert sum(1 for _row in table.rows()) == 10_000


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_writing_holds_no_rows(form: Format, tmp_path: Path) -> None:
    row = ["x" * 1000] * 5
    with at_most(6), open_writer(tmp_path / "out", format=form, headings=["a"] * 5) as writer:
        for _number in range(2000):
            writer.write(row)
