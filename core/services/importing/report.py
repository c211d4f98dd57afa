"""What became of an import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from core.labels import Translator
from core.services.files.mapping import ColumnMapping
from core.services.files.problems import CellProblem
from core.services.files.table import SourceRow

MOST_SHOWN = 1_000
"""Problems that a report holds; the errors file holds all."""

Phase = Literal["checking", "writing", "undoing"]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one line of the file; `column` is the heading as it stands there."""

    line: int
    column: str
    code: str
    message: str
    value: str


@dataclass(kw_only=True)
class Counts:
    """What became of rows so far, each counted once.

    `updated` are rows that changed anything, `unchanged` those whose record stood there as they say;
    `related` counts the records written beside those of the resource, such as contacts.
    """

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    related: Counter[str] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Count the rows of `other` too."""
        self.read += other.read
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.failed += other.failed
        self.related += other.related


class Progress(NamedTuple):
    """How far an import is: `share` of the file that was dealt with, from 0 to 1."""

    phase: Phase
    read: int
    created: int
    updated: int
    unchanged: int
    failed: int
    share: float


Observer = Callable[[Progress], None]


@dataclass(kw_only=True)
class ImportReport(Counts):
    """What became of an import.

    `mapping` is the field that each column fills; `left_out` says why a column fills none. `resumed_from` is
    the number of rows that an interrupted run had dealt with (the counts include them). `written` is False
    after a dry run, and after an all-or-nothing import with bad rows: then the counts of created and updated
    rows say what would have been. `kept` names records of an import that was undone which others have
    changed since, and which therefore stayed.
    """

    resource: str
    dry_run: bool = False
    strict: bool = False
    written: bool = True
    run: int | None = None
    resumed_from: int = 0
    mapping: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    errors_path: Path | None = None
    kept: list[str] = field(default_factory=list)

    @property
    def succeeded(self) -> bool:
        """Whether a door should speak of success."""
        return not self.failed or (self.written and not self.strict)

    def tell_mapping(self, mapping: ColumnMapping) -> None:
        """Note which column fills what."""
        self.mapping = {column.heading: column.path for column in mapping.columns if column.path is not None}
        self.left_out = {column.heading: column.why for column in mapping.left_out}

    def tell(self, row: SourceRow, problems: Sequence[CellProblem]) -> None:
        """Note why a row failed."""
        for problem in problems[: max(0, MOST_SHOWN - len(self.problems))]:
            self.problems.append(
                RowProblem(row.line, problem.column, problem.code, problem.message, problem.value)
            )

    def to_json(self, translate: Translator = str) -> dict[str, Any]:
        """The report as plain values, its messages in the reader's language."""
        told = self.problems
        plain = {item.name: getattr(self, item.name) for item in fields(self)}
        return plain | {
            "related": dict(self.related),
            "left_out": {heading: translate(why) for heading, why in self.left_out.items()},
            "problems": [asdict(replace(item, message=translate(item.message))) for item in told],
            "errors_path": str(self.errors_path) if self.errors_path else None,
            "succeeded": self.succeeded,
        }
