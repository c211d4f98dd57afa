"""`guanxi shell`: Python with the application at hand."""

from __future__ import annotations

import code
import sys
from typing import Any

from core.cli.elements import Command, Option
from core.cli.invocation import Invocation
from core.cli.output import is_terminal
from core.cli.resources.options import DRY_RUN
from core.cli.words import STDIN, read_file
from core.labels import translations

_ = translations("core")

BANNER = _("Python {version}. At hand: {names}. Ctrl-D ends it.")
WRITES = _("What is written is committed at the end.")
READS = _("It only reads; to write, use guanxi shell --write.")


def command() -> Command:
    """The command."""
    return Command(
        "shell",
        _("Python with the application at hand: app, work, records, lists, search, select, models."),
        run,
        (
            Option(["--write"], _("The work may write; it is committed at the end."), is_flag=True),
            Option(["-c", "--command", "source"], _("Run this and end."), metavar="CODE"),
            DRY_RUN,
        ),
        (
            "guanxi shell",
            "guanxi shell -c 'print(lists.list_records(work, \"customers\", lists.Query()).count)'",
            "guanxi shell --write < mend.py",
        ),
    )


def run(invocation: Invocation, *, write: bool, source: str | None, dry_run: bool) -> None:
    """A session in one transaction; code from -c or from a pipe is run as a script."""
    with invocation.writing(dry_run=dry_run) if write else invocation.reading() as work:
        names = _names(invocation, work)
        if source is None and is_terminal(sys.stdin):
            _talk(invocation, names, write=write)
        else:
            script = read_file(STDIN) if source is None else source
            exec(compile(script, "<guanxi shell>", "exec"), names)  # noqa: S102  # what it is for


def _talk(invocation: Invocation, names: dict[str, Any], *, write: bool) -> None:
    import readline  # noqa: F401  # gives the prompt its history and its keys

    version = sys.version.split()[0]
    banner = BANNER.fill(version=version, names=", ".join(name for name in names if name[0] != "_"))
    text = "\n".join(invocation.translate(line) for line in (banner, WRITES if write else READS))
    code.interact(text, local=names, exitmsg="")


def _names(invocation: Invocation, work: Any) -> dict[str, Any]:
    """What the code finds."""
    from sqlalchemy import select

    from core.data import models
    from core.services import lists, records, search

    return {
        "__name__": "__console__",
        "app": invocation.app,
        "work": work,
        "records": records,
        "lists": lists,
        "search": search,
        "select": select,
        "models": models,
    }
