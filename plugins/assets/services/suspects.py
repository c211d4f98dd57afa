"""Which believed reading is likely a typing error: the one without which more of the others can be true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plugins.assets.services.known import Known
from plugins.assets.services.scan import Judged, Scanned

LEAST = 2
"""Readings that must come back before one is suspected: of two that contradict, either may be wrong."""
MOST = 5


def suspects(known: Known, as_of: date) -> Iterator[tuple[Judged, int]]:
    """Believed readings that are likely wrong, with how many others would be believed without each."""
    scanned = known.scanned(as_of)
    believed = sum(not each.flag for each in scanned.judged)
    for item in list(_before_rollbacks(scanned))[:MOST]:
        rest = known.without(item.reading.key).scanned(as_of)
        gained = sum(not each.flag for each in rest.judged) - (believed - 1)
        if gained >= LEAST:
            yield item, gained


def _before_rollbacks(scanned: Scanned) -> Iterator[Judged]:
    """The last believed reading before each that lies below it, each once."""
    last: Judged | None = None
    told: Judged | None = None
    for each in scanned.judged:
        if not each.flag:
            last = each
        elif each.flag == "rollback" and last is not None and last is not told:
            told = last
            yield last
