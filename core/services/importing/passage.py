"""One pass over a file, chunk by chunk: judged outside the lock, written in one short transaction each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from core.errors import Busy, Conflict, Forbidden, GuanxiError, Invalid, NotFound
from core.services.files.problems import CellProblem
from core.services.files.table import SourceRow, Table
from core.services.importing.errors_log import ErrorsLog
from core.services.importing.file_row import FileRow
from core.services.importing.handles import waves
from core.services.importing.judging import Judge, Judged, Problems
from core.services.importing.rehearsal import Memory
from core.services.importing.report import Counts, ImportReport, Phase, Progress
from core.services.importing.rows import RowReader
from core.services.importing.runs import Run, TakenOver
from core.services.importing.task import Task
from core.services.importing.writing import Refused, RowWriter, Written
from core.services.pace import Pace
from core.services.work import Work

ATTEMPTS = 3
STALE = (Invalid, Conflict, NotFound, Forbidden)
"""What `records` raises when the database is no longer what it was when the rows were judged."""

DRY_RUN = "import:dry-run"


class _TakenBack(Exception):
    """Ends the transaction of a dry run, so that nothing of it stays."""


@dataclass(eq=False)
class Passage:
    """One pass; with a `memory` it is a dry run, otherwise `run` is its row in the database."""

    task: Task
    reader: RowReader
    log: ErrorsLog
    report: ImportReport
    run: Run | None
    memory: Memory | None
    phase: Phase

    def __post_init__(self) -> None:
        self.cause = self.run.cause if self.run else DRY_RUN
        self.judge = Judge(self.reader, self.cause)
        self.writer = RowWriter(self.reader, self.judge)
        one_writer = self.task.app.database.kind == "sqlite"
        self.pace = Pace(one_writer=one_writer, largest=self.task.options.chunk_size)

    def go(self, table: Table) -> ImportReport:
        """Deal with every row that is left; an all-or-nothing import ends at the first bad one."""
        rows = table.rows()
        next(islice(rows, self.report.read, self.report.read), None)
        while chunk := self._read(rows):
            self._process(chunk)
            self._observe(table)
            if self.run and self.report.failed and self.task.options.all_or_nothing:
                break
        self.report.errors_path = self.log.finish()
        return self.report

    def _read(self, rows: Iterator[SourceRow]) -> list[FileRow]:
        """The next rows, as many as one transaction takes."""
        numbered = enumerate(islice(rows, self.pace.rows), self.report.read)
        return [self.reader.read(position, row) for position, row in numbered]

    def _process(self, rows: Sequence[FileRow]) -> None:
        """Write a chunk; while it is refused as a whole, try its halves, down to the row that is to blame."""
        error: GuanxiError | None = None
        for _attempt in range(ATTEMPTS):
            try:
                return self._attempt(rows, {})
            except TakenOver:
                raise
            except (*STALE, Busy) as raised:
                error = raised
        if error is None or isinstance(error, Busy):
            raise error or AssertionError("no attempt was made")
        if len(rows) == 1:
            return self._attempt(rows, {rows[0]: _blamed(self.reader, rows[0], error)})
        middle = len(rows) // 2
        self._process(rows[:middle])
        return self._process(rows[middle:])

    def _attempt(self, rows: Sequence[FileRow], failed: Problems) -> None:
        """Judge and write; rows that turn out wrong while others are written are left out and named."""
        failed |= {row: row.problems for row in rows if row.problems}
        basis = self.memory.basis([row for row in rows if row not in failed]) if self.memory else []
        while True:
            parted = waves([row for row in (*basis, *rows) if row not in failed])
            with self.task.app.reading(self.task.actor) as work:
                first = self.judge.judge(work, parted[0] if parted else [])
            failed |= first.problems
            try:
                return self._write(rows, failed, first, parted)
            except Refused as refused:
                failed |= refused.problems

    def _write(
        self, rows: Sequence[FileRow], failed: Problems, first: Judged, parted: Sequence[Sequence[FileRow]]
    ) -> None:
        bad = [(row, failed[row]) for row in rows if row in failed]
        length = self.log.append((row.source, problems) for row, problems in bad)
        written, counts = self._transaction(rows, first, parted, length)
        self.log.position = length
        self.report.add(counts)
        if self.run:
            self.run.reached(counts, length)
        for row, problems in bad:
            self.report.tell(row.source, problems)
        if self.memory:
            self.memory.keep(row for row in rows if written.outcomes.get(row, "unchanged") != "unchanged")

    def _transaction(
        self, rows: Sequence[FileRow], first: Judged, parted: Sequence[Sequence[FileRow]], length: int
    ) -> tuple[Written, Counts]:
        """Write and count within the lock."""
        app = self.task.app
        with (
            suppress(_TakenBack),
            self.pace.holding(len(rows)) as held,
            app.work(self.task.actor, self.cause) as work,
        ):
            held.begins()
            written = self.writer.write(work, first, parted)
            counts = _counted(rows, written)
            self._keep_or_take_back(work, counts, length)
        return written, counts

    def _keep_or_take_back(self, work: Work, counts: Counts, length: int) -> None:
        if self.run is None:
            raise _TakenBack
        total = Counts()
        total.add(self.report)
        total.add(counts)
        self.run.checkpoint(work, total, length)

    def _observe(self, table: Table) -> None:
        if self.task.observer:
            told = self.report
            numbers = (told.read, told.created, told.updated, told.unchanged, told.failed)
            self.task.observer(Progress(self.phase, *numbers, share=table.progress))


def _counted(rows: Sequence[FileRow], written: Written) -> Counts:
    outcomes = Counter(written.outcomes[row] for row in rows if row in written.outcomes)
    return Counts(
        read=len(rows),
        created=outcomes["created"],
        updated=outcomes["updated"],
        unchanged=outcomes["unchanged"],
        failed=len(rows) - outcomes.total(),
        related=sum((written.related.get(row, Counter()) for row in rows), Counter()),
    )


def _blamed(reader: RowReader, row: FileRow, error: GuanxiError) -> list[CellProblem]:
    """What is wrong with a row that was refused when it was written."""
    if isinstance(error, Invalid) and error.errors:
        return reader.problems(row, error.errors)
    return [CellProblem("", error.code, " ".join(filter(None, (error.message, error.why))))]
