"""The warranties of vehicles, for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.plugin_api import Label, Work, among, translations
from industry_packs.auto_dealer.models import Policy
from industry_packs.auto_dealer.services import settings_of
from industry_packs.auto_dealer.services.clocks.rule import Clock, Meter
from industry_packs.auto_dealer.services.vehicles.meters import meters_of
from industry_packs.auto_dealer.services.words import POLICY_KINDS
from plugins.assets.public import converted
from plugins.care.public import add_months

_ = translations("auto_dealer")


@dataclass(frozen=True, slots=True)
class Term:
    """A warranty as the company has set it: 0 means that there is no such leg."""

    title: Label
    months: str
    km: str


TERMS = (
    Term(_("Warranty"), settings_of.WARRANTY_MONTHS, settings_of.WARRANTY_KM),
    Term(_("Three guarantees"), settings_of.GUARANTEES_MONTHS, settings_of.GUARANTEES_KM),
)


@dataclass(frozen=True, slots=True)
class Running:
    """The clocks of one vehicle and what its meter shows, if anything."""

    clocks: Sequence[Clock]
    meter: Meter | None


def clocks_of(
    work: Work, vehicles: Mapping[int, date | None], limits: Mapping[str, Any], on: date
) -> dict[int, Running]:
    """By vehicle, its warranties from the invoice date and those that were bought with it.

    `vehicles` are invoice dates by vehicle, `limits` the settings of the pack; `on` is today.
    """
    meters, bought = meters_of(work, list(vehicles), on), _bought(work, list(vehicles))
    found: dict[int, Running] = {}
    for asset, invoiced in vehicles.items():
        meter = meters.get(asset)
        set_ones = _of_company(invoiced, limits, meter) if invoiced else ()
        found[asset] = Running((*set_ones, *bought.get(asset, ())), meter)
    return found


def _of_company(begins: date, limits: Mapping[str, Any], meter: Meter | None) -> Sequence[Clock]:
    """Those that every vehicle has, from its invoice date; distances in the vehicle's unit."""
    unit = meter.unit if meter else "km"
    return [
        Clock(
            term.title,
            begins,
            add_months(begins, limits[term.months]) if limits[term.months] else None,
            converted(limits[term.km], "km", unit) if limits[term.km] else None,
        )
        for term in TERMS
        if limits[term.months] or limits[term.km]
    ]


def _bought(work: Work, assets: Sequence[int]) -> Mapping[int, Sequence[Clock]]:
    columns = Policy.asset_id, Policy.begins_on, Policy.ends_on, Policy.ends_at, Policy.created_at
    mine = among(Policy.asset_id, assets), Policy.kind == "warranty"
    found: dict[int, list[Clock]] = defaultdict(list)
    for row in work.session.execute(select(*columns).where(*mine).order_by(Policy.ends_on, Policy.id)):
        begins = row.begins_on or min(row.created_at.date(), row.ends_on)
        found[row.asset_id].append(Clock(POLICY_KINDS["warranty"], begins, row.ends_on, row.ends_at))
    return found
