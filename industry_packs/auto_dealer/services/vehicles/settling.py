"""What is filled in or put into form before records are written: numbers, plates, names, dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.plugin_api import Change, Work
from industry_packs.auto_dealer.models import Vehicle
from industry_packs.auto_dealer.services.names import (
    APPOINTMENTS,
    CAUSE,
    PLACE,
    PLATES,
    RECALL_VEHICLES,
    UNIT,
)
from industry_packs.auto_dealer.services.vehicles.naming import plate_of
from industry_packs.auto_dealer.services.vin import normalise
from plugins.assets.public import ASSETS, Definition
from plugins.care.public import SERVICES, codes_of, written

Proposals = dict[int, Mapping[str, Any]]
VIN, PLATE, MAKE, SERIES = (f"auto_dealer.{name}" for name in ("vin", "plate", "make", "series"))


def settle(work: Work, resource: str, changes: Sequence[Change]) -> Proposals | None:
    """What follows where something was left out, or was written in another way."""
    rule = RULES.get(resource)
    return rule(work, changes) if rule else None


def _settle_vehicles(work: Work, changes: Sequence[Change]) -> Proposals:
    """Numbers and plates in one form; make and series are those of the definition, where none are said."""
    rows = {i: c.after for i, c in enumerate(changes) if c.after and (c.before is None or _matters(c))}
    makes = _makes(work, {row["definition"] for row in rows.values() if row["definition"]})
    proposals = {index: _of_vehicle(row, makes) for index, row in rows.items()}
    return {index: proposal for index, proposal in proposals.items() if proposal}


def _matters(change: Change) -> bool:
    return change.changed(VIN, PLATE, "definition")


def _of_vehicle(row: Mapping[str, Any], makes: Mapping[int, Any]) -> Mapping[str, Any]:
    wanted: dict[str, Any] = {}
    if row[VIN]:
        wanted[VIN] = normalise(row[VIN])
    if row[PLATE]:
        wanted[PLATE] = plate_of(row[PLATE])
    definition = makes.get(row["definition"] or 0)
    if definition is not None and not row[MAKE]:
        wanted |= {MAKE: definition.maker, SERIES: row[SERIES] or definition.model}
    if row["in_service_date"] is None:
        begun = row["auto_dealer.first_registration"] or row["auto_dealer.invoice_date"]
        wanted["in_service_date"] = begun
    return {name: value for name, value in wanted.items() if value is not None and value != row[name]}


def _makes(work: Work, definitions: set[int]) -> Mapping[int, Any]:
    if not definitions:
        return {}
    columns = Definition.id, Definition.maker, Definition.model
    wanted = Definition.id.in_(sorted(definitions)), Definition.maker.is_not(None)
    return {row.id: row for row in work.session.execute(select(*columns).where(*wanted))}


def _settle_plates(_work: Work, changes: Sequence[Change]) -> Proposals:
    return {i: {"plate": plate_of(c.after["plate"])} for i, c in enumerate(changes) if c.after}


def _settle_appointments(work: Work, changes: Sequence[Change]) -> Proposals:
    """Codes are written alike; new ones are of the unit of whoever makes them."""
    found: Proposals = {}
    for index, change in enumerate(changes):
        if change.after:
            unit = {"unit": change.after["unit"] or work.unit} if change.before is None else {}
            found[index] = {"codes": written(codes_of(change.after["codes"])) or None, **unit}
    return found


def _settle_services(work: Work, changes: Sequence[Change]) -> Proposals:
    """New services were done at the unit of whoever writes them down, unless it is said where."""
    new = {index: change.after for index, change in enumerate(changes) if change.before is None}
    here = {"auto_dealer.unit": work.unit} if work.unit else {}
    return {index: here for index, row in new.items() if here and row and not (row[UNIT] or row[PLACE])}


def _settle_recalled(work: Work, changes: Sequence[Change]) -> Proposals:
    """A number of ours names our vehicle, whoever may see it; what was said stays."""
    rows = {i: c.after for i, c in enumerate(changes) if c.after and c.after["vin"] and c.changed("vin")}
    vins = {index: normalise(row["vin"]) for index, row in rows.items()}
    with work.unlimited(CAUSE) as everything:
        ours = vehicles_of(everything, vins.values())
    return {
        index: {"vin": vin, "asset": rows[index]["asset"] or ours.get(vin)} for index, vin in vins.items()
    }


def vehicles_of(work: Work, vins: Any) -> dict[str, int]:
    """Our vehicles by their valid numbers."""
    wanted = sorted(set(vins))
    found = select(Vehicle.valid_vin, Vehicle.id).where(Vehicle.valid_vin.in_(wanted))
    return {vin: id for vin, id in work.session.execute(found) if vin} if wanted else {}


RULES: Mapping[str, Callable[[Work, Sequence[Change]], Proposals]] = {
    ASSETS: _settle_vehicles,
    PLATES: _settle_plates,
    APPOINTMENTS: _settle_appointments,
    SERVICES: _settle_services,
    RECALL_VEHICLES: _settle_recalled,
}
