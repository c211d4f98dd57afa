"""Which plates a vehicle had before: the current one is the vehicle's own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from core.plugin_api import Change, Work, among, records
from industry_packs.auto_dealer.models import Plate
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.names import PLATES

PLATE = "auto_dealer.plate"


def follow(work: Work, changes: Sequence[Change]) -> None:
    """Write down the plates that vehicles have no more."""
    gone = {c.id: c.before[PLATE] for c in changes if c.before and c.before[PLATE] and c.changed(PLATE)}
    if not gone:
        return
    last = select(Plate.asset_id, func.max(Plate.until)).where(among(Plate.asset_id, list(gone)))
    since = {row[0]: row[1] for row in work.session.execute(last.group_by(Plate.asset_id))}
    until = today(work)
    rows = [
        {"asset": id, "plate": plate, "since": since.get(id), "until": until} for id, plate in gone.items()
    ]
    records.create(work, PLATES, rows)
