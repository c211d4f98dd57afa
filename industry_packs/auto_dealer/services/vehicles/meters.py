"""What the meters of vehicles have counted, and are likely to have counted by a day: one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from core.plugin_api import Work, among
from industry_packs.auto_dealer.services.clocks.rule import Meter as Counts
from plugins.assets.public import Asset, AssetState, Meter
from plugins.care.public import PlanRecord, Subject, SubjectState, Usage


def meters_of(work: Work, assets: Sequence[int], on: date) -> dict[int, Counts]:
    """By vehicle, as of a day; without a meter none. What no plan of use looks after is as it was read."""
    found: dict[int, Counts] = {}
    for row in work.session.execute(_ABOUT.where(among(Asset.id, assets))):
        if row.unit is not None and row.id not in found:
            read = row.counted or 0
            found[row.id] = Counts(read, max(likely(row, on) or 0, read), row.unit)
    return found


def likely(row: Any, on: date) -> int | None:
    """What the meter is likely to have counted, as care's state in a row tells; None if that is unknown."""
    if not row.last_day or not row.gain_days:
        return None
    last = date.fromordinal(row.last_day)
    usage = Usage(last, row.last_value or 0, row.gain or 0, row.gain_days, row.source or "")
    return usage.at(on).__floor__()


_STATE = (
    SubjectState.last_day,
    SubjectState.last_value,
    SubjectState.gain,
    SubjectState.gain_days,
    SubjectState.source,
)
# The first meter is the main one; the first plan of use is the vehicle's own.
_ABOUT = (
    select(Asset.id, AssetState.counted, Meter.unit, *_STATE)
    .join(Meter, Meter.asset_id == Asset.id)
    .outerjoin(AssetState, AssetState.id == Asset.id)
    .outerjoin(Subject, and_(Subject.asset_id == Asset.id, Subject.status == "active"))
    .outerjoin(PlanRecord, PlanRecord.id == Subject.plan_id)
    .outerjoin(SubjectState, SubjectState.id == Subject.id)
    .order_by(Asset.id, Meter.id, PlanRecord.meter_unit.is_(None), Subject.id)
)
