"""13-month retention: how many of the vehicles that were sold or serviced before came again, per store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, exists, func, or_, select

from core.plugin_api import Customer, Unit, Work
from industry_packs.auto_dealer.models import Vehicle
from plugins.assets.public import Asset, AssetState
from plugins.care.public import ServiceRecord


@dataclass(frozen=True, slots=True)
class Retention:
    """The vehicles of a store that were known before, and how many of them came since."""

    unit: str | None
    known: int
    came: int

    @property
    def share(self) -> int:
        """How many of a hundred came."""
        return round(100 * self.came / self.known) if self.known else 0


def retention(work: Work, since: date) -> Sequence[Retention]:
    """By store, as far as the actor sees its vehicles: those in use that were known on a day, and came since.

    A vehicle is known that was sold or serviced by then; its store is its own, else that of its owner. A
    service counts wherever in the group it was done.
    """
    done = ServiceRecord.asset_id == Asset.id
    before = exists().where(done, ServiceRecord.done_on <= since)
    sold = func.coalesce(Vehicle.invoice_date, Asset.in_service_date) <= since
    came = exists().where(done, ServiceRecord.done_on > since)
    counts = func.count(), func.sum(case((came, 1), else_=0))
    found = (
        select(Unit.name, *counts)
        .select_from(Asset)
        .outerjoin(Vehicle, Vehicle.id == Asset.id)
        .outerjoin(AssetState, AssetState.id == Asset.id)
        .outerjoin(Customer, Customer.id == AssetState.owner_id)
        .outerjoin(Unit, Unit.id == func.coalesce(Asset.unit_id, Customer.unit_id))
        .where(Asset.status == "active", or_(sold, before))
        .group_by(Unit.id, Unit.name)
    )
    rows = sorted(work.session.execute(found), key=lambda row: row[0] or "")
    return [Retention(unit, int(known), int(came)) for unit, known, came in rows]
