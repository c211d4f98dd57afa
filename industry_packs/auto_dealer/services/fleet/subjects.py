"""Which plan is a vehicle's own: the first by use, else the first."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from core.plugin_api import Work, among
from plugins.assets.public import Asset
from plugins.care.public import PlanRecord, Subject


def looked_after(work: Work, assets: Collection[int] | None = None) -> dict[int, int]:
    """By asset (all that the actor sees, if none are named), in their order, what it is under in care."""
    found: dict[int, int] = {}
    about = _ABOUT if assets is None else _ABOUT.where(among(Asset.id, assets))
    for asset, subject in work.session.execute(about):
        found.setdefault(asset, subject)
    return found


_ABOUT = (
    select(Asset.id, Subject.id)
    .join(Subject, Subject.asset_id == Asset.id)
    .join(PlanRecord, PlanRecord.id == Subject.plan_id)
    .where(Subject.status == "active")
    .order_by(Asset.id, PlanRecord.meter_unit.is_(None), Subject.id)
)
