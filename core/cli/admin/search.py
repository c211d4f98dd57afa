"""`guanxi search`: records of all kinds by words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from core.cli.elements import Argument, Command, Option
from core.cli.invocation import Invocation
from core.cli.resources.options import JSON
from core.labels import translations
from core.services.search import Hit, search

_ = translations("core")

NONE = _("Nothing found.")


def command() -> Command:
    """The command."""
    return Command(
        "search",
        _("Find records of all kinds by words: names, numbers, telephones, e-mail addresses."),
        run,
        (
            Argument(
                "words", _("All of them must be in the record."), nargs=-1, required=True, metavar="WORD..."
            ),
            Option(
                ["--in", "resources"],
                _("Only this kind of record; may be repeated."),
                multiple=True,
                metavar="KIND",
            ),
            Option(["--limit"], _("How many of each kind at most."), type=int, default=20, metavar="N"),
            JSON,
        ),
        ("guanxi search Alfreds", "guanxi search 张伟 --in customers", "guanxi search 4321 --json"),
    )


def run(
    invocation: Invocation, *, words: Sequence[str], resources: Sequence[str], limit: int, json: bool
) -> None:
    """What is found, by kind."""
    with invocation.reading() as work:
        hits = search(work, " ".join(words), resources or None, limit)
    if json:
        invocation.output.json_rows([asdict(hit) for hit in hits], {"count": len(hits)})
        return
    invocation.table((_("Kind"), _("Id"), _("Name")), list(map(_cells, hits)))
    if not hits:
        invocation.note(NONE)


def _cells(hit: Hit) -> list[str]:
    return [hit.resource, str(hit.id), hit.label]
