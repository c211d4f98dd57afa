"""Which vehicles campaigns are about: found by their numbers for certain, by their models perhaps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from core.plugin_api import Change, Work, chunks, records
from industry_packs.auto_dealer.models import (
    Recall,
    RecallRange,
    RecallRangeState,
    RecallVehicle,
    Vehicle,
)
from industry_packs.auto_dealer.services.names import RECALL_VEHICLES
from plugins.assets.public import Asset
from plugins.care.public import codes_of

VIN = "auto_dealer.valid_vin"
MODEL = ("auto_dealer.make", "auto_dealer.series", "auto_dealer.model_year")
OPEN = ("open", "parts_awaited")
AT_ONCE = 1_000


def _between(year: Any, first: Any, last: Any) -> ColumnElement[bool]:
    """Within model years; a vehicle whose year nobody knows may be among them."""
    return and_(
        or_(year.is_(None), first.is_(None), year >= first), or_(year.is_(None), last.is_(None), year <= last)
    )


IS_ABOUT = and_(
    or_(
        Vehicle.model_key == RecallRange.model_key,
        and_(RecallRange.series.is_(None), Vehicle.model_key.startswith(RecallRange.model_key)),
    ),
    _between(Vehicle.model_year, RecallRange.year_from, RecallRange.year_to),
)


def ranges_changed(work: Work, changes: Sequence[Change]) -> None:
    """Models that campaigns name were written down: find vehicles of them, and say how many there are."""
    ids = [change.id for change in changes if change.after]
    _add_found(work, RecallRange.id.in_(ids))
    _count(work, ids)


def vehicles_changed(work: Work, changes: Sequence[Change]) -> None:
    """Vehicles came in, or are known better: campaigns may be about them."""
    numbered = {c.after[VIN]: c.id for c in changes if c.after and c.after[VIN] and c.changed(VIN)}
    if numbered:
        _claim(work, numbered)
    modelled = [change.id for change in changes if change.after and change.changed(*MODEL)]
    if modelled and work.session.scalar(select(exists().where(RecallRange.id > 0))):
        _add_found(work, Vehicle.id.in_(modelled))
        about = select(RecallRange.id).join(Vehicle, IS_ABOUT).where(Vehicle.id.in_(modelled)).distinct()
        _count(work, list(work.session.scalars(about)))


def _claim(work: Work, numbered: Mapping[str, int]) -> None:
    """Numbers that were not ours are now."""
    waiting = select(RecallVehicle.id, RecallVehicle.vin).where(
        RecallVehicle.vin.in_(sorted(numbered)), RecallVehicle.asset_id.is_(None)
    )
    found = [(id, vin) for id, vin in work.session.execute(waiting) if vin]
    records.update(work, RECALL_VEHICLES, [records.Update(id, {"asset": numbered[vin]}) for id, vin in found])


def _add_found(work: Work, which: ColumnElement[bool]) -> None:
    """Vehicles that a campaign names by their model, once for each campaign."""
    known = exists().where(
        RecallVehicle.recall_id == RecallRange.recall_id, RecallVehicle.asset_id == Vehicle.id
    )
    found = (
        select(RecallRange.recall_id, Vehicle.id)
        .join(Vehicle, IS_ABOUT)
        .join(Asset, Asset.id == Vehicle.id)
        .where(which, ~known)
        .distinct()
        .order_by(RecallRange.recall_id, Vehicle.id)
    )
    rows = [{"recall": recall, "asset": asset} for recall, asset in work.session.execute(found)]
    for part in chunks(rows, AT_ONCE):
        records.create(work, RECALL_VEHICLES, part)


def _count(work: Work, ranges: Collection[int]) -> None:
    counted = (
        select(RecallRange.id, func.count())
        .join(Vehicle, IS_ABOUT)
        .join(Asset, Asset.id == Vehicle.id)
        .where(RecallRange.id.in_(sorted(ranges)))
        .group_by(RecallRange.id)
    )
    found = {row[0]: row[1] for row in work.session.execute(counted)} if ranges else {}
    records.derive(work, RecallRangeState, [{"id": id, "found": found.get(id, 0)} for id in sorted(ranges)])


def confirmed(work: Work, changes: Sequence[Change]) -> None:
    """A number confirms what only the model had said: one row is left, with what was noted."""
    sure = {
        (c.after["recall"], c.after["asset"]): c.id
        for c in changes
        if c.after and c.after["vin"] and c.after["asset"] and c.changed("vin", "asset")
    }
    if not sure:
        return
    columns = (
        RecallVehicle.id, RecallVehicle.recall_id, RecallVehicle.asset_id, RecallVehicle.state,
        RecallVehicle.response, RecallVehicle.responded_on, RecallVehicle.note,
    )  # fmt: skip
    assets = sorted({asset for _recall, asset in sure})
    unsure = select(*columns).where(RecallVehicle.asset_id.in_(assets), RecallVehicle.vin.is_(None))
    rows = [row for row in work.session.execute(unsure) if (row.recall_id, row.asset_id) in sure]
    records.delete(work, RECALL_VEHICLES, [row.id for row in rows])
    updates = [records.Update(sure[row.recall_id, row.asset_id], _kept(row)) for row in rows]
    records.update(work, RECALL_VEHICLES, [update for update in updates if update.values])


def _kept(row: Any) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in ("response", "responded_on", "note")}
    state = {"state": row.state} if row.state != "open" else {}
    return {**{name: value for name, value in said.items() if value is not None}, **state}


def serviced(work: Work, changes: Sequence[Change]) -> None:
    """Services remedy the vehicles whose campaign they name, by its number or its code."""
    done: dict[int, set[str]] = {}
    for change in changes:
        if change.after and change.after["asset"]:
            done.setdefault(change.after["asset"], set()).update(codes_of(change.after["codes"]))
    code = func.coalesce(Recall.code, Recall.number)
    about = select(RecallVehicle.id, RecallVehicle.asset_id, code)
    named = about.join(Recall, Recall.id == RecallVehicle.recall_id)
    still = named.where(RecallVehicle.asset_id.in_(sorted(done)), RecallVehicle.state.in_(OPEN))
    rows = [id for id, asset, code in work.session.execute(still) if done[asset or 0] & {*codes_of(code)}]
    records.update(work, RECALL_VEHICLES, [records.Update(id, {"state": "remedied"}) for id in rows])
