"""`import`: a table into records, with progress, a report of every bad row, and a clean way to stop."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import click

from core.cli.elements import Argument, Command, Option
from core.cli.errors import ProblemsFound, UsageProblem
from core.cli.interrupts import Interruptible
from core.cli.invocation import DRY_RUN_NOTE, Invocation
from core.cli.progress import Progress
from core.cli.resources.examples import path_of
from core.cli.resources.options import DRY_RUN, JSON, one_of
from core.cli.resources.values import split_pair
from core.cli.words import NO_STDIN, STDIN
from core.host.record_types import RecordType
from core.labels import Label, translations
from core.services.files.vcard_columns import KINDS
from core.services.importing import ImportOptions, ImportReport, RowProblem, import_file
from core.services.importing import Progress as Reached

_ = translations("core")

MOST_SHOWN = 20
SUMMARY = _("{records}: {created} created, {updated} changed, {unchanged} unchanged, {failed} failed.")
RELATED = _("{records}: {count} written with them.")
LEFT_OUT = _("Column {heading} is left out: {why}")
BAD_ROW = _("Line {line}, {column}: {message}")
MORE_BAD = _("... and {count} more.")
CORRECT = _("The failed rows are in {path}. Correct them and import that file.")
NOT_WRITTEN = _("Nothing was written, as not every row is good.")
RESUMED = _("Went on after row {count}, where it was interrupted.")
BEGIN_ANEW = _("Nothing was written. Give the same command again to begin anew.")
GO_ON = _("Give the same command again; it goes on where it stopped.")
FAILED = _("{count} rows failed.")
WHAT = _("Rows")
FROM_TABLE = _("Import {records} from CSV or XLSX.")
FROM_CARDS = _("Import {records} from CSV, XLSX or contact cards (vCard).")
TABLES = ("csv", "xlsx")
CARDS = (*TABLES, "vcf")


def command(record_type: RecordType) -> Command:
    """The command."""
    path = path_of(record_type)
    return Command(
        "import",
        (FROM_CARDS if record_type.name in KINDS else FROM_TABLE).fill(records=record_type.resource.title),
        partial(run, record_type),
        (
            Argument("file", _("The table; - reads it from stdin."), metavar="FILE"),
            *_mapping_options(record_type),
            *_file_options(CARDS if record_type.name in KINDS else TABLES),
            Option(
                ["--errors"],
                _("Where to put failed rows; in this folder, as NAME.errors.csv, when left out."),
                metavar="FILE",
            ),
            Option(["--all-or-nothing"], _("Write nothing unless every row is good."), is_flag=True),
            Option(["--strict"], _("End with exit code 5 if a row failed."), is_flag=True),
            DRY_RUN,
            JSON,
        ),
        (
            f"guanxi {path} import {path.split()[-1]}.csv --dry-run",
            f"guanxi {path} import {path.split()[-1]}.xlsx --key {record_type.resource.key}",
            f"guanxi {path} import - --map 'Company name={record_type.resource.label}' < table.csv",
        ),
    )


def _mapping_options(record_type: RecordType) -> tuple[Option, ...]:
    names = [field.name for field in record_type.writable]
    return (
        Option(
            ["--map", "mapping"],
            _("Which field a column fills, Heading=field; Heading= leaves it out; may be repeated."),
            multiple=True,
            metavar="HEADING=FIELD",
        ),
        Option(
            ["--key"],
            _("Change the record that has the same value in this field, instead of creating another."),
            metavar="FIELD",
            shell_complete=one_of(["id", *names]),
        ),
        Option(
            ["--set", "defaults"],
            _("A value for rows that have none, owner=anna; may be repeated."),
            multiple=True,
            metavar="FIELD=VALUE",
            shell_complete=one_of(names, "="),
        ),
    )


def _file_options(formats: Sequence[str]) -> tuple[Option, ...]:
    """What is detected unless it is said."""
    return (
        Option(
            ["--format"], _("The kind of file; detected when left out."), type=click.Choice(list(formats))
        ),
        Option(["--encoding"], _("Of a CSV file, such as gb18030; detected when left out."), metavar="NAME"),
        Option(["--delimiter"], _("Of a CSV file, tab for a tab; detected when left out."), metavar="SIGN"),
        Option(
            ["--sheet"], _("Of an XLSX file: its name or number; the first when left out."), metavar="SHEET"
        ),
    )


def run(
    record_type: RecordType,
    invocation: Invocation,
    *,
    file: str,
    mapping: Sequence[str],
    key: str | None,
    defaults: Sequence[str],
    format: Any,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    errors: str | None,
    all_or_nothing: bool,
    strict: bool,
    dry_run: bool,
    json: bool,
) -> None:
    """Import, then report."""
    options = ImportOptions(
        format=format,
        encoding=encoding,
        delimiter="\t" if delimiter == "tab" else delimiter,
        sheet=sheet,
        mapping=mapping,
        key=key,
        defaults=dict(map(split_pair, defaults)),
        dry_run=dry_run,
        all_or_nothing=all_or_nothing,
        strict=strict,
        errors_path=_errors_path(file, errors, dry_run=dry_run),
    )
    report = _import(record_type, invocation, file, options)
    if json:
        invocation.output.json(data=report.to_json())
    else:
        _print(record_type, invocation, report)
    if report.failed and (strict or all_or_nothing):
        raise ProblemsFound(FAILED.fill(count=report.failed))


def _errors_path(file: str, errors: str | None, *, dry_run: bool) -> Path | None:
    """Where failed rows go; a dry run writes no file that was not asked for."""
    if errors is not None:
        return Path(errors)
    return None if dry_run or file == STDIN else Path(f"{Path(file).stem}.errors.csv")


def _import(
    record_type: RecordType, invocation: Invocation, file: str, options: ImportOptions
) -> ImportReport:
    """Carry it out, with progress; Ctrl-C ends it after a chunk."""
    progress, advice = Progress(invocation, WHAT), BEGIN_ANEW if options.all_or_nothing else GO_ON
    with ExitStack() as resources:
        interruptible = resources.enter_context(Interruptible(invocation, advice))
        resources.callback(progress.finish)

        def observe(reached: Reached) -> None:
            progress(reached.read, reached.share)
            interruptible.check()

        app, actor = invocation.ready_app(), invocation.actor
        return import_file(app, actor, record_type, _source(file), options, observe)


def _source(file: str) -> Path | BinaryIO:
    if file != STDIN:
        return Path(file)
    if sys.stdin is None:
        raise UsageProblem(NO_STDIN)
    return sys.stdin.buffer


def _print(record_type: RecordType, invocation: Invocation, report: ImportReport) -> None:
    """The counts as the result; what else there is to know on stderr."""
    numbers = {name: getattr(report, name) for name in ("created", "updated", "unchanged", "failed")}
    invocation.text(SUMMARY.fill(records=record_type.resource.title, **numbers))
    for name, count in report.related.items():
        title = invocation.registry.type_of(name).resource.title
        invocation.text(RELATED.fill(records=title, count=count))
    for note in _notes(report):
        invocation.note(note)


def _notes(report: ImportReport) -> list[Label]:
    notes = [RESUMED.fill(count=report.resumed_from)] if report.resumed_from else []
    notes += [LEFT_OUT.fill(heading=repr(heading), why=why) for heading, why in report.left_out.items()]
    notes += map(_described, report.problems[:MOST_SHOWN])
    if len(report.problems) > MOST_SHOWN:
        notes.append(MORE_BAD.fill(count=len(report.problems) - MOST_SHOWN))
    if report.errors_path:
        notes.append(CORRECT.fill(path=report.errors_path))
    if report.dry_run:
        notes.append(DRY_RUN_NOTE)
    elif not report.written:
        notes.append(NOT_WRITTEN)
    return notes


def _described(problem: RowProblem) -> Label:
    """What is wrong with a row, the value included."""
    column = f"{problem.column or '-'} {problem.value!r}" if problem.value else problem.column or "-"
    return BAD_ROW.fill(line=problem.line, column=column, message=problem.message)
