"""A vehicle that another store of the group has stands in the yard: it is looked after here too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work, invalid, records, translations
from industry_packs.auto_dealer.models import Vehicle
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.names import CAUSE, CUSTOMERS
from industry_packs.auto_dealer.services.vin import normalise
from plugins.assets.public import ASSETS, Asset, holders

_ = translations("auto_dealer")

UNKNOWN = _("No vehicle of the group has this number.")
NO_UNIT = _("You work for no store or workshop.")


def _known(work: Work, vins: Collection[str]) -> dict[str | None, int]:
    found = select(Vehicle.valid_vin, Vehicle.id).join(Asset, Asset.id == Vehicle.id)
    return dict(work.session.execute(found.where(Vehicle.valid_vin.in_(vins))).all()) if vins else {}


def take_in(work: Work, _id: int | None, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Look after a vehicle here too, and its owner: whoever has its number before him may.

    Answers the vehicle and its owner. Raises Invalid for a number that no vehicle has, and for somebody who
    works for no unit.
    """
    if work.unit is None:
        raise invalid("vin", "no_unit", NO_UNIT)
    vin = normalise(inputs["vin"])
    with work.unlimited(CAUSE) as everything:
        asset = _known(everything, [vin]).get(vin)
        if asset is None:
            raise invalid("vin", "unknown", UNKNOWN, inputs["vin"])
        owner = holders(everything, [asset], "owner", today(work)).get(asset)
        if owner:
            _serve(everything, owner[0].customer, work.unit)
        else:
            records.update(everything, ASSETS, [records.Update(asset, {"unit": work.unit})])
    return {"vehicle": asset, "customer": owner[0].customer if owner else None}


def _serve(work: Work, customer: int, unit: int) -> None:
    """The unit is one of the customer's sites; who has it already keeps its number there."""
    customers = work.registry.type_of(CUSTOMERS)
    # Locked: another unit may take the vehicle in at the same moment, and neither forgets the other.
    (row,) = records.load(work, customers, [customer], children=("sites",), for_action="edit")
    if unit not in (row["unit"], *(site["unit"] for site in row["sites"])):
        sites = [*({"id": site["id"]} for site in row["sites"]), {"unit": unit}]
        records.update(work, CUSTOMERS, [records.Update(customer, {"sites": sites})])
