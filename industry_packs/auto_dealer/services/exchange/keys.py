"""By what records are known outside: vehicles by their number or ours, customers and campaigns by theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select

from core.plugin_api import Customer, Work, among
from industry_packs.auto_dealer.models import Recall, Vehicle
from plugins.assets.public import Asset


def vehicle_keys(work: Work, ids: Iterable[int]) -> Mapping[Any, str | None]:
    """By vehicle its valid number, else the number that we gave it."""
    found = select(Asset.id, Vehicle.valid_vin, Asset.number).outerjoin(Vehicle, Vehicle.id == Asset.id)
    wanted = found.where(among(Asset.id, sorted(set(ids))))
    return {id: vin or number for id, vin, number in work.session.execute(wanted)}


def customer_numbers(work: Work, ids: Iterable[int]) -> Mapping[Any, str | None]:
    """The numbers of customers."""
    found = select(Customer.id, Customer.number).where(among(Customer.id, sorted(set(ids))))
    return dict(work.session.execute(found).all())


def recall_numbers(work: Work, ids: Iterable[int]) -> Mapping[Any, str | None]:
    """The numbers of campaigns."""
    found = select(Recall.id, Recall.number).where(among(Recall.id, sorted(set(ids))))
    return dict(work.session.execute(found).all())


def vehicles_known_as(work: Work, keys: Sequence[str]) -> dict[str, int]:
    """Vehicles by such keys; a valid number counts before the number of another vehicle of ours."""
    wanted = sorted(set(keys))
    found = select(Asset.id, Vehicle.valid_vin, Asset.number).outerjoin(Vehicle, Vehicle.id == Asset.id)
    either = found.where(or_(Vehicle.valid_vin.in_(wanted), Asset.number.in_(wanted)))
    rows = work.session.execute(either).all() if wanted else []
    by_number = {number: id for id, _vin, number in rows if number}
    return by_number | {vin: id for id, vin, _number in rows if vin}


def customers_known_as(work: Work, keys: Sequence[str]) -> dict[str, int]:
    """Customers by their numbers."""
    found = select(Customer.number, Customer.id).where(Customer.number.in_(sorted(set(keys))))
    return dict(work.session.execute(found).all()) if keys else {}


def recalls_known_as(work: Work, keys: Sequence[str]) -> dict[str, int]:
    """Campaigns by their numbers."""
    found = select(Recall.number, Recall.id).where(Recall.number.in_(sorted(set(keys))))
    return dict(work.session.execute(found).all()) if keys else {}
