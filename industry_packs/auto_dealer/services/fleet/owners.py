"""Whom the vehicles of a fleet belong to, and what these people said to reminders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from core.plugin_api import Work, records
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.fleet.form import OwnerForm, VehicleForm
from plugins.assets.public import holders
from plugins.messaging.public import CONSENTS, Person, consented

PURPOSE = "service"
SOURCE = "File of the fleet"


def new_owners(work: Work, vehicles: Sequence[VehicleForm]) -> list[int]:
    """An owner for each vehicle, named after it."""
    rows = [
        {"kind": "person", "family_name": each.id, "do_not_contact": each.owner.do_not_contact}
        for each in vehicles
    ]
    ids = records.create(work, "customers", rows)
    _say(
        work,
        [(id, channel, "given") for id, v in zip(ids, vehicles, strict=True) for channel in _said(v.owner)],
    )
    return ids


def same_owners(work: Work, vehicles: Mapping[int, VehicleForm]) -> None:
    """What the owners of vehicles that were there already say now."""
    held = holders(work, sorted(vehicles), "owner", today(work))
    owners = {who[0].customer: vehicles[asset].owner for asset, who in held.items()}
    wanted = [(id, {"do_not_contact": owner.do_not_contact}) for id, owner in owners.items()]
    records.update(work, "customers", [records.Update(id, values) for id, values in wanted])
    known = consented(work, [Person("customer", id) for id in owners], PURPOSE)
    _say(work, [each for id, o in owners.items() for each in _changes(id, o, known[Person("customer", id)])])


def _changes(id: int, owner: OwnerForm, known: frozenset[str]) -> Iterable[tuple[int, str, str]]:
    said = _said(owner)
    yield from ((id, channel, "given") for channel in said if channel not in known)
    yield from ((id, channel, "withdrawn") for channel in sorted(known.difference(said)))


def _said(owner: OwnerForm) -> list[str]:
    return list(dict.fromkeys(owner.consent))


def _say(work: Work, words: Sequence[tuple[int, str, str]]) -> None:
    rows = [
        {"customer": id, "purpose": PURPOSE, "channel": channel, "state": state, "source": SOURCE}
        for id, channel, state in words
    ]
    records.create(work, CONSENTS, rows)
