"""A fleet is written down in one transaction: all of it or nothing, and a second time nothing new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.plugin_api import Invalid, Work, chunks, records
from industry_packs.auto_dealer.services.fleet.form import Fleet, VehicleForm, refused, said
from industry_packs.auto_dealer.services.fleet.histories import put_histories
from industry_packs.auto_dealer.services.fleet.owners import new_owners, same_owners
from industry_packs.auto_dealer.services.fleet.plans import put_plans
from industry_packs.auto_dealer.services.fleet.subjects import looked_after
from plugins.assets.public import ASSETS, METERS, STATUSES, Asset, converted, main_meters
from plugins.care.public import SUBJECTS

AT_ONCE = 5_000
LAID_UP = "stored"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: how many vehicles are new, and how many were there already.

    `laid_up` are those whose status is not known here; they are kept as laid up, with a note.
    """

    new: int
    known: int
    laid_up: Sequence[str]


def load(work: Work, fleet: Fleet) -> Loaded:
    """Write down what the file says and is not there yet; raises Invalid with the places that are wrong."""
    plans = put_plans(work, fleet.plans)
    there = _there(work, [vehicle.id for vehicle in fleet.vehicles])
    new = [vehicle for vehicle in fleet.vehicles if vehicle.id not in there]
    known = {there[vehicle.id]: vehicle for vehicle in fleet.vehicles if vehicle.id in there}
    made = dict(zip(_create(work, new), new, strict=True))
    _update(work, known)
    vehicles = known | made
    _limit(work, vehicles, fleet)
    _look_after(work, vehicles, plans)
    put_histories(work, vehicles)
    return Loaded(len(new), len(known), [v.id for v in fleet.vehicles if v.status not in STATUSES])


def _there(work: Work, ids: Sequence[str]) -> dict[str, int]:
    """The vehicles that are there by their numbers."""
    found: dict[str, int] = {}
    for part in chunks(ids, AT_ONCE):
        known = select(Asset.number, Asset.id).where(Asset.number.in_(part))
        found |= {number or "": id for number, id in work.session.execute(known)}
    return found


def _create(work: Work, vehicles: Sequence[VehicleForm]) -> list[int]:
    owners = new_owners(work, vehicles)
    rows = [
        {"name": each.id, "number": each.id, "meter_unit": each.unit, "first_owner": owner, **_values(each)}
        for each, owner in zip(vehicles, owners, strict=True)
    ]
    with _named(vehicles):
        return records.create(work, ASSETS, rows)


def _update(work: Work, vehicles: Mapping[int, VehicleForm]) -> None:
    same_owners(work, vehicles)
    updates = [records.Update(id, _values(each)) for id, each in vehicles.items()]
    with _named(list(vehicles.values())):
        records.update(work, ASSETS, updates)


def _values(vehicle: VehicleForm) -> dict[str, Any]:
    is_known = vehicle.status in STATUSES
    return {
        "in_service_date": vehicle.in_service_date,
        "status": vehicle.status if is_known else LAID_UP,
        **({} if is_known else {"note": vehicle.status}),
        **({"auto_dealer.vin": vehicle.vin} if vehicle.vin else {}),
    }


@contextmanager
def _named(vehicles: Sequence[VehicleForm]) -> Iterator[None]:
    """What is refused is named by the ids of the file."""
    try:
        yield
    except Invalid as error:
        raise refused(
            [
                said(f"vehicles / {vehicles[index].id} / {name}", each.message)
                for index, fields in error.rows.items()
                for name, found in fields.items()
                for each in found
            ]
        ) from error


def _limit(work: Work, vehicles: Mapping[int, VehicleForm], fleet: Fleet) -> None:
    """What their meters count, and what is too much in a day."""
    updates = []
    for asset, meter in main_meters(work, sorted(vehicles)).items():
        vehicle = vehicles[asset]
        plan = fleet.plans[vehicle.plan]
        most = plan.max_per_day and converted(plan.max_per_day, plan.unit, vehicle.unit)
        updates.append(records.Update(meter.id, {"unit": vehicle.unit, "max_per_day": most}))
    records.update(work, METERS, updates)


def _look_after(work: Work, vehicles: Mapping[int, VehicleForm], plans: Mapping[str, int]) -> None:
    """Each vehicle is under its plan; one that was under another plan changes it."""
    known = looked_after(work, sorted(vehicles))
    values = {
        asset: {"plan": plans[each.plan], "known_from": each.history_known_from}
        for asset, each in vehicles.items()
    }
    new = [{"asset": asset, **row} for asset, row in values.items() if asset not in known]
    records.create(work, SUBJECTS, new)
    records.update(work, SUBJECTS, [records.Update(id, values[asset]) for asset, id in known.items()])
