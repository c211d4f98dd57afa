"""Leads that come as files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from core.plugin_api import Document, chunks, translations
from industry_packs.auto_dealer.services.leads.answering import forms
from industry_packs.auto_dealer.services.leads.arriving import Arrived, read_all
from industry_packs.auto_dealer.services.leads.mails import LARGEST
from industry_packs.auto_dealer.services.leads.names import ACCOUNT
from industry_packs.auto_dealer.services.leads.receiving import receive
from industry_packs.auto_dealer.services.leads.words import OUTCOMES, REASONS

_ = translations("auto_dealer")

AT_ONCE = 100
READ = _("{name}: {outcome}, {new} new, {known} known")
KEPT = _("{name}: kept for a person. {reason}")


FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def leads() -> None:
    """Leads that arrive as ADF documents, and in mails.

    Examples:

      guanxi auto_dealer leads import lead.xml mail.eml
    """


@leads.command("import")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--account", default=ACCOUNT, help="Whose documents they are: numbers are told apart by it.")
@click.option("--dry-run", is_flag=True, help="Only say what is read; each file stands alone.")
@click.option("--json", "as_json", is_flag=True, help="An object by file name.")
@click.pass_obj
def take(invocation: Any, files: tuple[Path, ...], account: str, dry_run: bool, as_json: bool) -> None:
    """Import ADF documents and mails that have some; what cannot be read is kept for a person.

    Examples:

      guanxi auto_dealer leads import lead.xml mail.eml --account portal

      guanxi auto_dealer leads import *.xml --dry-run --json
    """
    names = Counter(file.name for file in files)
    documents = [_document(file, account, names[file.name] > 1) for file in files]
    if dry_run:
        arrived = [each for document in documents for each in read_all(document)]
    else:
        arrived = list(_received(invocation, documents))
    if as_json:
        invocation.text(json.dumps(forms(arrived), indent=1, ensure_ascii=False))
    else:
        _tell(invocation, arrived)


def _document(file: Path, account: str, is_one_of_several: bool) -> Document:
    """A file, of which no more is read than anybody would take; its path tells it from others of its name."""
    with file.open("rb") as opened:
        content = opened.read(LARGEST + 1)
    return Document(content, str(file) if is_one_of_several else file.name, account)


def _received(invocation: Any, documents: Sequence[Document]) -> Iterator[Arrived]:
    for part in chunks(documents, AT_ONCE):
        with invocation.writing() as work:
            found = receive(work, part)
        yield from found


def _tell(invocation: Any, arrived: Sequence[Arrived]) -> None:
    for each in arrived:
        reading = each.reading
        if reading.reason:
            reason = invocation.translate(REASONS[reading.reason])
            invocation.text(KEPT.fill(name=each.name, reason=reason))
        else:
            known = sum(lead.state == "duplicate" for lead in reading.leads)
            told = {"outcome": OUTCOMES[reading.outcome], "new": len(reading.leads) - known, "known": known}
            invocation.text(READ.fill(name=each.name, **told))
