"""Lines that could not be taken in are kept with the reason, until a person has decided."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work, records
from industry_packs.auto_dealer.services.desk.models import ExchangeLine
from industry_packs.auto_dealer.services.exchange.lines import Line
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
    rows = {_key(line.content[:MOST_KEPT]): _row(work, file, line) for line in lines}
    with work.unlimited(CAUSE) as everything:
        known = select(ExchangeLine.key, ExchangeLine.id).where(ExchangeLine.key.in_(list(rows)))
        ids = dict(everything.session.execute(known).all())
        records.create(everything, LINES, [row for key, row in rows.items() if key not in ids])
        records.update(everything, LINES, [records.Update(id, rows[key]) for key, id in ids.items()])


def _key(content: str) -> str:
    return hashlib.sha256(content.encode(errors="replace")).hexdigest()


def _row(work: Work, file: str, line: Line) -> dict[str, Any]:
    return {
        "file": file.strip()[-LONGEST_NAME:] or "-",
        "line": line.number,
        "problem": work.translate(str(line.problem))[:LONGEST],
        "content": line.content[:MOST_KEPT],
        "state": "waiting",
        "unit": work.unit,
    }
