"""A table being read: its headings, and its rows one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, NamedTuple, Self

from core.services.files.problems import CellProblem

Format = Literal["csv", "xlsx", "vcf"]
WrittenFormat = Literal["csv", "xlsx", "vcf", "vcf3"]
"""What can be written: cards are of version 4.0, or 3.0 (vcf3)."""


class SourceRow(NamedTuple):
    """One row of a file. `cells` has exactly one text for each heading, missing ones are empty.

    `line` is where the row starts: the physical line of a CSV file, the row of a sheet; both count from 1.
    A row with `problems` must not be imported; its cells are then what could be read of it.
    """

    line: int
    cells: tuple[str, ...]
    problems: tuple[CellProblem, ...] = ()


@dataclass
class Table:
    """An open table; use it as a context manager.

    `headings` are in the file's order; a column without a name has an empty heading and a name may repeat.
    `encoding` and `delimiter` are those of a CSV file, `sheet` is that of an XLSX file.
    """

    format: Format
    headings: Sequence[str]
    source: Iterator[SourceRow]
    position: Callable[[], float]
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    resources: ExitStack = field(default_factory=ExitStack)

    def rows(self) -> Iterator[SourceRow]:
        """The rows that were not read yet; a second call goes on where the first stopped, as with a file."""
        return self.source

    @property
    def progress(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return min(self.position(), 1.0)

    def close(self) -> None:
        """Give back files and processes."""
        self.resources.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
