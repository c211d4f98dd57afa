"""Tables for people: columns fit the terminal, and wide characters take two places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

GAP = "  "
MORE = "…"
NARROWEST_COLUMN = 4


@dataclass(frozen=True)
class Table:
    """Headings, and which of the columns hold numbers (they stand to the right)."""

    headings: Sequence[str]
    numbers: frozenset[int] = frozenset()

    def lines(
        self,
        chunks: Iterable[Sequence[Sequence[str]]],
        width: int,
        bold: Callable[[str], str] = str,
    ) -> Iterator[str]:
        """The lines of the table. The first chunk decides the widths, so any number of rows can follow."""
        widths: list[int] = []
        for rows in chunks:
            if not widths:
                widths = fitted(self._wanted(rows)[: self.most_columns(width)], width)
                yield bold(self._line(self.headings, widths))
            for row in rows:
                yield self._line(row, widths)

    def most_columns(self, width: int) -> int:
        """How many columns can be seen at all; those beyond are left out."""
        return min(len(self.headings), max(1, (width + len(GAP)) // (NARROWEST_COLUMN + len(GAP))))

    def _wanted(self, rows: Sequence[Sequence[str]]) -> list[int]:
        """How wide each column would like to be."""
        columns = zip(self.headings, *(map(_one_line, row) for row in rows), strict=True)
        return [max(self._ruler.width(cell) for cell in column) for column in columns]

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        placed = (
            self._cell(_one_line(cell), width, right=index in self.numbers)
            for index, (cell, width) in enumerate(zip(cells, widths, strict=False))
        )
        return GAP.join(placed).rstrip()

    def _cell(self, text: str, width: int, *, right: bool) -> str:
        """One cell, cut or filled to its width."""
        if self._ruler.width(text) > width:
            text = self._ruler.clip(text, 0, width - 1).rstrip() + MORE
        place: Callable[[str, int], str] = self._ruler.rjust if right else self._ruler.ljust
        return place(text, width)

    @cached_property
    def _ruler(self) -> Ruler:
        return Ruler()


class Ruler:
    """How much room texts take in a terminal."""

    def __init__(self) -> None:
        from wcwidth import clip, ljust, rjust, width

        self.width: Callable[[str], int] = width
        self.clip: Callable[[str, int, int], str] = clip
        self.ljust: Callable[[str, int], str] = ljust
        self.rjust: Callable[[str, int], str] = rjust


def fitted(wanted: Sequence[int], width: int) -> list[int]:
    """The widths of columns that together fit: the widest give way first."""
    room = width - len(GAP) * (len(wanted) - 1)
    widths = list(wanted)
    while sum(widths) > room and max(widths) > NARROWEST_COLUMN:
        widest = max(widths)
        next_widest = max((item for item in widths if item < widest), default=NARROWEST_COLUMN)
        count = widths.count(widest)
        excess = -(-(sum(widths) - room) // count)
        narrower = max(widest - excess, next_widest, NARROWEST_COLUMN)
        narrower = min(narrower, widest - 1)
        widths = [narrower if item == widest else item for item in widths]
    return widths


def _one_line(text: str) -> str:
    """Without line ends and other signs that would move the cursor."""
    return "".join(char if char.isprintable() else " " for char in text)
