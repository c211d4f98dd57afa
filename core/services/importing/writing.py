"""Judged rows become records, in one transaction; rows that depend on others of it after these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from core.errors import Conflict
from core.labels import translations
from core.services import records
from core.services.files.problems import CellProblem
from core.services.importing.file_row import FileRow, Handle
from core.services.importing.judging import Judge, Judged, Problems
from core.services.importing.related import Related, RelatedWriter
from core.services.importing.rows import RowReader
from core.services.records.references import gone
from core.services.work import Work

_ = translations("core")

STANDS_BEFORE = _("This value stands in line {line} of the file already.")
Outcome = Literal["created", "updated", "unchanged"]


class Refused(Exception):
    """Rows turned out to be wrong when others had been written: undo it all and leave them out."""

    def __init__(self, problems: Problems) -> None:
        super().__init__(f"{len(problems)} rows")
        self.problems = problems


@dataclass(eq=False)
class Written:
    """What became of rows, which other records came with them, and in which line of the file values stand."""

    outcomes: dict[FileRow, Outcome] = field(default_factory=dict)
    related: Related = field(default_factory=dict)
    lines: dict[Handle, int] = field(default_factory=dict)


class RowWriter:
    """Writes rows by one plan."""

    def __init__(self, reader: RowReader, judge: Judge) -> None:
        self._reader = reader
        self._judge = judge
        self._record_type = reader.plan.record_type

    def write(self, work: Work, first: Judged, waves: Sequence[Sequence[FileRow]]) -> Written:
        """Write the first wave, judged before, and then each other one when those before it stand there.

        Raises Refused with rows to leave out, and what `records` raises when the database has changed.
        """
        written = Written()
        if gone(work, first.created) or gone(work, first.changed):
            raise Conflict()
        for number, rows in enumerate(waves):
            judged = self._judge.judge(work, rows) if number else first
            if number and judged.problems:
                raise Refused(named(judged.problems, written.lines))
            self._write_wave(work, [row for row in rows if row not in judged.problems], judged, written)
        return written

    def _write_wave(self, work: Work, rows: Sequence[FileRow], judged: Judged, written: Written) -> None:
        new = records.insert_drafts(work, self._record_type, judged.created)
        changed = set(records.update_drafts(work, self._record_type, judged.changed))
        ids = {**judged.ids, **dict(zip(judged.created, new, strict=True))}
        created = {row for row in rows if row.position in judged.created}
        related = self._write_related(work, {row: ids[row.position] for row in rows}, created)
        written.related.update(related)
        for row in rows:
            written.lines.update(dict.fromkeys(row.handles, row.source.line))
            id = ids[row.position]
            changes = id in changed or row in related
            written.outcomes[row] = "created" if row in created else "updated" if changes else "unchanged"

    def _write_related(self, work: Work, owners: Mapping[FileRow, int], new: set[FileRow]) -> Related:
        if not any(row.related for row in owners):
            return {}
        related, problems = RelatedWriter(work, self._reader).write(owners, new)
        if problems:
            raise Refused(problems)
        return related


def named(problems: Problems, lines: Mapping[Handle, int]) -> Problems:
    """Values that stand twice in the file, by the line of the first: its record may not be there for long."""
    return {row: [_named(row, problem, lines) for problem in found] for row, found in problems.items()}


def _named(row: FileRow, problem: CellProblem, lines: Mapping[Handle, int]) -> CellProblem:
    earlier = [lines[handle] for handle in row.handles if handle in lines]
    if problem.code != "not_unique" or not earlier:
        return problem
    return replace(problem, message=STANDS_BEFORE.fill(line=min(earlier)))
