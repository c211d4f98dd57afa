"""`import_file`: the one importer."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from pathlib import Path
from typing import Any, BinaryIO

from core.contracts.work import Actor
from core.services.importing import runs
from core.services.importing.errors_log import ErrorsLog
from core.services.importing.options import ImportOptions
from core.services.importing.passage import Passage
from core.services.importing.rehearsal import memory
from core.services.importing.report import ImportReport, Observer, Phase
from core.services.importing.runs import Run
from core.services.importing.taking_back import undo
from core.services.importing.task import Task, prepare
from core.services.work import App


def import_file(
    app: App,
    actor: Actor,
    resource: Any,
    source: Path | BinaryIO,
    options: ImportOptions = ImportOptions(),  # noqa: B008 (frozen)
    progress: Observer | None = None,
) -> ImportReport:
    """Import a CSV or XLSX file into records of one kind; answers what became of each row.

    Bad rows are left out, reported and written to `options.errors_path`; good ones are not touched by them.
    Every chunk is one transaction with the place it reached, so a killed import that is started again, the
    same file with the same options, goes on after the last one. `progress` is called after every chunk.

    Raises Forbidden without the right to import, UnreadableFile for what is no table, Invalid for a mapping,
    key or default that cannot be, TakenOver when the same import is being carried out elsewhere. What ends
    it in the middle (Busy, PluginFault) leaves it to be started again.
    """
    record_type = app.registry.type_of(resource)
    with prepare(app, actor, record_type, source, options, progress) as task:
        if options.dry_run:
            return _pass(task, None, "checking")
        with app.reading(actor) as work:
            left = runs.unfinished(work, task.fingerprint)
        if options.all_or_nothing:
            return _all_or_nothing(task, left)
        run = left or _begin(task)
        return _finish(task, run, _pass(task, run, "writing"))


def _all_or_nothing(task: Task, left: Run | None) -> ImportReport:
    """Check the whole file, then write it; what an interrupted run has left is taken back first."""
    kept = undo(task, left) if left else []
    checked = _pass(task, None, "checking")
    checked.dry_run, checked.kept = False, kept
    if checked.failed:
        return checked
    run = _begin(task)
    try:
        written = _pass(task, run, "writing")
    except Exception:
        undo(task, run)
        raise
    if not written.failed:
        return _finish(task, run, written)
    checked.failed, checked.problems = written.failed, written.problems
    checked.errors_path = written.errors_path
    checked.kept = undo(task, run)
    return checked


def _pass(task: Task, run: Run | None, phase: Phase) -> ImportReport:
    """Read the file once: for good with a run, otherwise as a dry run."""
    with task.open_table() as table:
        reader = task.reader(table)
        log = ErrorsLog(
            task.options.errors_path,
            table.headings,
            table.delimiter or ",",
            task.translate,
            run.errors_position if run else 0,
        )
        report = _report(task, run)
        report.tell_mapping(reader.plan.mapping)
        with memory(reader) if run is None else nullcontext() as remembered:
            return Passage(task, reader, log, report, run, remembered, phase).go(table)


def _report(task: Task, run: Run | None) -> ImportReport:
    report = ImportReport(
        resource=task.record_type.name,
        dry_run=task.options.dry_run,
        strict=task.options.strict,
        written=run is not None,
        run=run.id if run else None,
        related=Counter(),
    )
    if run:
        report.add(run.counts)
        report.resumed_from = run.counts.read
    return report


def _begin(task: Task) -> Run:
    with task.app.work(task.actor) as work:
        return runs.begin(work, task.record_type.name, task.name, task.fingerprint, task.options)


def _finish(task: Task, run: Run, report: ImportReport) -> ImportReport:
    with task.app.work(task.actor, run.cause) as work:
        run.end(work, runs.FINISHED)
    return report
