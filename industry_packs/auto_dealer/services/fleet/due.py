"""What is due for the vehicles of the database as of any day, whatever day it is: rule S, all of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.plugin_api import Customer, Work, among, chunks
from industry_packs.auto_dealer.models import Appointment
from industry_packs.auto_dealer.services.appointments import STANDING
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.fleet.subjects import looked_after
from plugins.assets.public import Asset, Scanned, holders, known_meters
from plugins.care.public import Appointment as Comes
from plugins.care.public import (
    Decision,
    Due,
    Looked,
    Outlook,
    Plans,
    bundle_of,
    codes_of,
    decision,
    known_with,
    outlook,
)
from plugins.messaging.public import Person, consented

PURPOSE = "service"
AT_ONCE = 1_000
NOTHING = Scanned(())


@dataclass(frozen=True, slots=True)
class Owner:
    """Whether and how an owner may be told."""

    do_not_contact: bool = False
    consented: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class VehicleDue:
    """One vehicle with all that the rule says of it."""

    name: str
    scanned: Scanned
    outlook: Outlook
    bundle: Sequence[Due]
    decision: Decision


def due_vehicles(work: Work, as_of: date) -> Iterator[VehicleDue]:
    """Every vehicle under a plan that the actor sees, in the order in which they came in."""
    vehicles, plans = list(looked_after(work).items()), Plans()
    for part in chunks(vehicles, AT_ONCE):
        yield from _part(work, dict(part), plans, as_of)


def _part(work: Work, vehicles: Mapping[int, int], plans: Plans, as_of: date) -> Iterator[VehicleDue]:
    assets = list(vehicles)
    scans = {asset: known.scanned(as_of) for asset, known in known_meters(work, assets).items()}
    readings = {asset: scanned.accepted for asset, scanned in scans.items()}
    looked = {each.asset: each for each in known_with(work, sorted(vehicles.values()), readings)}
    plans.read(work, {each.plan for each in looked.values()})
    names, owners, comes = _names(work, assets), _owners(work, assets), _appointments(work, assets)
    for asset in assets:
        if asset in looked:
            scanned, owner = scans.get(asset, NOTHING), owners.get(asset, Owner())
            yield _one(names[asset], looked[asset], scanned, plans, owner, comes.get(asset, ()), as_of)


def _one(
    name: str,
    looked: Looked,
    scanned: Scanned,
    plans: Plans,
    owner: Owner,
    comes: Sequence[Comes],
    as_of: date,
) -> VehicleDue:
    found = outlook(plans.in_unit(looked.plan, looked.unit), looked.history, as_of)
    bundle = bundle_of(found.dues, as_of)
    decided = decision(
        bundle,
        as_of,
        active=looked.active,
        do_not_contact=owner.do_not_contact,
        consented=owner.consented,
        appointments=comes,
    )
    return VehicleDue(name, scanned, found, bundle, decided)


def _names(work: Work, assets: Sequence[int]) -> dict[int, str]:
    rows = select(Asset.id, Asset.number, Asset.name).where(among(Asset.id, assets))
    return {id: number or name for id, number, name in work.session.execute(rows)}


def _owners(work: Work, assets: Sequence[int]) -> dict[int, Owner]:
    """By vehicle, its owner; without one nobody can be told."""
    held = {asset: who[0].customer for asset, who in holders(work, assets, "owner", today(work)).items()}
    rows = select(Customer.id, Customer.do_not_contact).where(among(Customer.id, sorted(set(held.values()))))
    refuses = {row.id: row.do_not_contact for row in work.session.execute(rows)}
    allowed = consented(work, [Person("customer", id) for id in refuses], PURPOSE)
    return {
        asset: Owner(refuses[id], allowed[Person("customer", id)])
        for asset, id in held.items()
        if id in refuses
    }


def _appointments(work: Work, assets: Sequence[int]) -> Mapping[int, Sequence[Comes]]:
    found: dict[int, list[Comes]] = defaultdict(list)
    columns = Appointment.asset_id, Appointment.booked_on, Appointment.codes, Appointment.status
    still = among(Appointment.asset_id, assets), Appointment.status.in_(STANDING)
    for asset, day, codes, status in work.session.execute(select(*columns).where(*still)):
        found[asset].append(Comes(day, frozenset(codes_of(codes)), status))
    return found
