"""Which plate a vehicle had when: the current one is the vehicle's own, the others stay on record."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.plugin_api import Change, Work, records
from industry_packs.auto_dealer.models import Plate
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.names import PLATES

PLATE = "auto_dealer.plate"


def follow(work: Work, changes: Sequence[Change]) -> None:
    """Write down new plates, and since when the plates before them are gone."""
    moved = {c.id: c.after[PLATE] for c in changes if c.after and c.changed(PLATE)}
    if not moved:
        return
    ended = select(Plate.id, Plate.asset_id).where(Plate.asset_id.in_(sorted(moved)), Plate.until.is_(None))
    on = today(work)
    gone = [records.Update(id, {"until": on}) for id, _asset in work.session.execute(ended)]
    records.update(work, PLATES, gone)
    since = {c.id: on if c.before else None for c in changes}
    rows = [{"asset": id, "plate": plate, "since": since[id]} for id, plate in moved.items() if plate]
    records.create(work, PLATES, rows)
