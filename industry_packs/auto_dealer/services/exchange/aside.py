"""Lines that could not be taken in are kept with the reason, until a person has decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

from sqlalchemy import select

from core.plugin_api import Work, records
from industry_packs.auto_dealer.services.desk.models import ExchangeLine, key_of
from industry_packs.auto_dealer.services.exchange.lines import Line, printable
from industry_packs.auto_dealer.services.exchange.names import LINES
from industry_packs.auto_dealer.services.names import CAUSE

LONGEST = 1_000
LONGEST_NAME = 200
MOST_KEPT = 20_000
"""Characters of a line that are kept: as many as a long text has."""


def keep_aside(work: Work, file: str, lines: Sequence[Line]) -> None:
    """Keep lines, each once: one that was kept before says what is wrong with it now."""
    if not lines:
        return
    rows = {key_of(row): row for row in (_row(work, file, line) for line in lines)}
    with work.unlimited(CAUSE) as everything:
        known = select(ExchangeLine.key, ExchangeLine.id).where(ExchangeLine.key.in_(list(rows)))
        ids = dict(everything.session.execute(known).all())
        records.create(everything, LINES, [row for key, row in rows.items() if key not in ids])
        records.update(everything, LINES, [records.Update(id, rows[key]) for key, id in ids.items()])


def _row(work: Work, file: str, line: Line) -> dict[str, Any]:
    """What is kept of a line, as it will stand there: its key is made of that."""
    return {
        "file": _on_one_line(file)[-LONGEST_NAME:].strip() or "-",
        "line": line.number,
        "problem": _on_one_line(work.translate(str(line.problem)))[:LONGEST],
        "content": normalize("NFC", printable(line.content))[:MOST_KEPT].strip(),
        "state": "waiting",
        "unit": work.unit,
    }


def _on_one_line(text: str) -> str:
    return " ".join(printable(text).split())
