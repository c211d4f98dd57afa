"""`export`: all that a filter finds as CSV or XLSX, to a file or to stdout."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from core.cli.elements import Argument, Command, Option
from core.cli.invocation import Invocation
from core.cli.progress import Progress
from core.cli.resources.examples import path_of
from core.cli.resources.filters import filter_tree
from core.cli.resources.options import fields_option, filter_options, sort_option, split_names
from core.cli.words import STDIN
from core.host.record_types import RecordType
from core.labels import translations
from core.services import lists
from core.services.exporting import export
from core.services.files.table import WrittenFormat
from core.services.files.vcard_columns import KINDS

_ = translations("core")

WRITTEN = _("{records}: {count} written to {target} ({format}).")
WHAT = _("Records")
STDOUT = _("stdout")
AS_TABLE = _("Export {records} as CSV or XLSX.")
AS_CARDS = _("Export {records} as CSV, XLSX or contact cards (vCard 4.0: vcf, 3.0: vcf3).")
TABLES, CARDS = ("csv", "xlsx"), ("vcf", "vcf3")


def command(record_type: RecordType) -> Command:
    """The command."""
    path = path_of(record_type)
    return Command(
        "export",
        (AS_CARDS if record_type.name in KINDS else AS_TABLE).fill(records=record_type.resource.title),
        partial(run, record_type),
        (
            Argument(
                "file",
                _("Where to; stdout when left out or -."),
                metavar="[FILE]",
                required=False,
                default=STDIN,
            ),
            *filter_options(record_type),
            sort_option(record_type),
            fields_option(record_type),
            Option(
                ["--format"],
                _("The kind of file; that of the file's name when left out, else csv."),
                type=click.Choice([*TABLES, *(CARDS if record_type.name in KINDS else ())]),
            ),
            Option(
                ["--bom"],
                _("Begin CSV with a byte order mark, so that Excel reads it as UTF-8."),
                is_flag=True,
            ),
        ),
        (
            f"guanxi {path} export {path.split()[-1]}.xlsx",
            f"guanxi {path} export --filter 'updated_at>=2026-01-01' > new.csv",
        ),
    )


def run(
    record_type: RecordType,
    invocation: Invocation,
    *,
    file: str,
    filters: Sequence[str],
    where: str | None,
    q: str | None,
    sort: str | None,
    fields: str | None,
    format: Any,
    bom: bool,
) -> None:
    """Count, write with progress, and say how many there were."""
    query = lists.Query(where=filter_tree(filters, where), q=q, sort=sort)
    written_as: WrittenFormat = format or _of_name(file)
    total = _count(record_type, invocation, query)
    progress = Progress(invocation, WHAT)
    count = export(
        invocation.app,
        invocation.actor,
        record_type,
        query,
        split_names(fields),
        written_as,
        sys.stdout.buffer if file == STDIN else Path(file),
        byte_order_mark=bom,
        progress=lambda done: progress(done, done / max(total, done)),
    )
    progress.finish()
    target = STDOUT if file == STDIN else file
    records = record_type.resource.title
    invocation.note(WRITTEN.fill(records=records, count=count, target=target, format=written_as.upper()))


def _of_name(file: str) -> WrittenFormat:
    """The format that a file's name says."""
    ending = file.lower().rpartition(".")[2]
    return "xlsx" if ending == "xlsx" else "vcf" if ending == "vcf" else "csv"


def _count(record_type: RecordType, invocation: Invocation, query: lists.Query) -> int:
    """How many there are, for the time that is left."""
    question = lists.Query(fields=("id",), where=query.where, q=query.q, limit=1, count="exact")
    with invocation.reading() as work:
        return lists.list_records(work, record_type, question).count or 0
