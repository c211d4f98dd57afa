"""The first row of a table: the headings, and how the rows below are fitted to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.labels import translations
from core.services.files.cells import restore
from core.services.files.problems import CellProblem, UnreadableFile, shown
from core.services.files.table import SourceRow

_ = translations("core")

ADDED = ("line", "column", "value", "reason")
"""The columns that an errors file has after those of the original, in this order; reading leaves them out."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a row of the table looks like: `width` columns in the file, of which `headings` are given on."""

    headings: tuple[str, ...]
    width: int

    def fit(self, line: int, cells: Sequence[str], problems: tuple[CellProblem, ...]) -> SourceRow:
        """The row, padded where cells are missing; cells beyond the last heading are a problem."""
        extra = [cell for cell in cells[self.width :] if cell]
        if extra:
            problems = (*problems, _too_many(self.width, len(cells), extra))
        kept = tuple(restore(cell) for cell in cells[: len(self.headings)])
        return SourceRow(line, kept + ("",) * (len(self.headings) - len(kept)), problems)

    def raw(self, line: int, text: str, problems: tuple[CellProblem, ...]) -> SourceRow:
        """A row that could not be taken apart: its whole text stands in the first cell."""
        return SourceRow(line, (text, *[""] * (len(self.headings) - 1)), problems)


def read_headings(cells: Sequence[str], limit: int) -> Shape:
    """The shape of a table that begins with these cells; UnreadableFile when they cannot be headings."""
    names = [" ".join(restore(cell).replace("\ufeff", "").split()) for cell in cells]
    if not any(names):
        raise UnreadableFile(
            _("The first row has no headings."), fix=_("Give each column a name in the first row.")
        )
    if len(names) > limit:
        raise UnreadableFile(
            _("The first row has {count} columns; at most {limit} are read.").fill(
                count=len(names), limit=limit
            ),
            fix=_("Remove columns, or name another delimiter."),
        )
    added = len(ADDED) if tuple(names[-len(ADDED) :]) == ADDED and len(names) > len(ADDED) else 0
    return Shape(tuple(names[: len(names) - added]), len(names))


def _too_many(width: int, found: int, extra: Sequence[str]) -> CellProblem:
    message = _("The row has {found} cells, but there are only {width} headings.")
    return CellProblem("", "too_many_cells", message.fill(found=found, width=width), shown(" | ".join(extra)))
