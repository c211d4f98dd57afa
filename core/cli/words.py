"""What commands read besides options: `-` is stdin everywhere, and questions are asked on stderr."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.cli.errors import Cancelled, UsageProblem
from core.labels import Label, translations

if TYPE_CHECKING:
    from core.cli.invocation import Invocation

_ = translations("core")

STDIN = "-"
NO_STDIN = _("There is nothing to read: stdin is closed.")
NEEDS_YES = _("This needs a confirmation.")
NOBODY_ASKED = _("Nobody can be asked here.")
SAY_YES = _("Say --yes if you are sure.")


def read_text(given: str) -> str:
    """The text itself, or what stdin holds for `-`."""
    return read_file(given) if given == STDIN else given


def read_file(path: str) -> str:
    """The content of a file in UTF-8, or of stdin for `-`."""
    try:
        if path != STDIN:
            return Path(path).read_text(encoding="utf-8-sig")
        if sys.stdin is None:
            raise UsageProblem(NO_STDIN)
        return sys.stdin.read()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageProblem(_("{path} cannot be read.").fill(path=path), why=str(error)) from error


def parse_json(text: str, where: str) -> Any:
    """The value of a JSON text; decimals stay exact. `where` is what an error names."""
    try:
        return json.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        raise UsageProblem(_("{where} is not JSON.").fill(where=where), why=str(error)) from error


def confirm(invocation: Invocation, what: str, word: str, *, yes: bool) -> None:
    """Ask to type `word`; raises Cancelled for anything else, UsageProblem where nobody can be asked."""
    if yes:
        return
    if not invocation.asks:
        raise UsageProblem(NEEDS_YES, why=NOBODY_ASKED, fix=SAY_YES)
    invocation.note(what)
    if ask(invocation, _("Type {word} to go on").fill(word=word)) != word:
        raise Cancelled


def ask(invocation: Invocation, question: Label, *, default: str | None = None, secret: bool = False) -> str:
    """One line from the terminal; the end of the input cancels."""
    answer: str = click.prompt(
        invocation.translate(question),
        default=default,
        hide_input=secret,
        err=True,
        show_default=bool(default),
    )
    return answer.strip()
