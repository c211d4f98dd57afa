"""One row on its way from the file into records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from core.services.files.problems import CellProblem
from core.services.files.table import SourceRow

Values = dict[str, Any]
Handle = tuple[str, str, str]
"""Table, field, value."""


@dataclass(frozen=True, slots=True)
class Member:
    """A record beside the row's own, such as a contact: the `number`th of its group."""

    group: str
    number: int
    values: Values


@dataclass(eq=False)
class FileRow:
    """One row: its place in the file, what it says, and what is wrong with it.

    `numbers` tells which member of its group each line in `values` is, for errors to find their column.
    `handles` are what no other row may hold too, `needs` what an earlier row may have to bring.
    """

    position: int
    source: SourceRow
    values: Values = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    related: list[Member] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    handles: frozenset[Handle] = frozenset()
    needs: frozenset[Handle] = frozenset()

    def fresh_values(self) -> Values:
        """The values for one attempt, which may change them."""
        return {
            name: [dict(line) for line in value] if name in self.numbers else value
            for name, value in self.values.items()
        }
