"""The commands that exchange vehicles with other systems."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

import click

from core.plugin_api import Work, translations
from industry_packs.auto_dealer.services.exchange.giving import give
from industry_packs.auto_dealer.services.exchange.lines import in_parts, lines_of
from industry_packs.auto_dealer.services.exchange.taking import PART, Tally, take

_ = translations("auto_dealer")

GIVEN = _("{lines} lines.")
TAKEN = _("{read} lines: {new} new, {changed} changed, {same} unchanged, {aside} kept aside.")
ASIDE = _("Line {line}: {problem}")
WHERE = _("What was kept aside: guanxi auto_dealer exchange_lines list")


@click.group()
def exchange() -> None:
    """Vehicles with all that is known of them, as JSON Lines: to makers and other systems, and from them.

    Examples:

      guanxi auto_dealer exchange export vehicles.jsonl

      guanxi auto_dealer exchange import vehicles.jsonl
    """


@exchange.command("export")
@click.argument("file", type=click.File("w", encoding="utf-8", atomic=True))
@click.pass_obj
def export(invocation: Any, file: TextIO) -> None:
    """Write customers, vehicles, holders, readings, services, appointments and recalls; - is standard output.

    What you see goes out, page by page.

    Examples:

      guanxi auto_dealer exchange export vehicles.jsonl

      guanxi auto_dealer exchange export - | gzip > vehicles.jsonl.gz
    """
    count = 0
    with invocation.reading() as work:
        for line in give(work):
            file.write(f"{line}\n")
            count += 1
    invocation.note(GIVEN.fill(lines=count))


@exchange.command("import")
@click.argument("file", type=click.File("rb"))
@click.option("--dry-run", is_flag=True, help="Say what would become of it, write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Say it as JSON.")
@click.pass_obj
def take_file(invocation: Any, file: BinaryIO, dry_run: bool, as_json: bool) -> None:
    """Take in what a file of that form says; - is standard input. A second time changes nothing.

    Lines that cannot be taken in are named and kept aside; all others come in, a thousand in a transaction.

    Examples:

      guanxi auto_dealer exchange import vehicles.jsonl --dry-run

      guanxi auto_dealer exchange import - --json
    """
    tally, name = Tally(), Path(str(getattr(file, "name", "-"))).name
    if dry_run:
        with invocation.writing(dry_run=True) as work:
            for each in _parts(work, name, file):
                tally.add(each)
    else:
        for part in in_parts(lines_of(file), PART):
            with invocation.writing() as work:
                tally.add(take(work, name, part))
    _tell(invocation, tally, as_json=as_json)


def _parts(work: Work, name: str, file: BinaryIO) -> Iterator[Tally]:
    """All parts in one transaction: later lines name what earlier ones brought."""
    for part in in_parts(lines_of(file), PART):
        yield take(work, name, part)


def _tell(invocation: Any, tally: Tally, *, as_json: bool) -> None:
    if as_json:
        invocation.text(json.dumps(tally.told(), ensure_ascii=False))
        return
    counts = {"new": tally.new, "changed": tally.changed, "same": tally.same, "aside": tally.aside}
    invocation.text(TAKEN.fill(read=tally.read, **counts))
    for line, problem in tally.problems:
        invocation.note(ASIDE.fill(line=line, problem=problem))
    if tally.aside:
        invocation.note(WHERE)
