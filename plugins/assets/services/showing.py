"""What panels show of assets: a statement or two each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.plugin_api import Customer, Label, Values, Work, translations
from plugins.assets.models import (
    FLAGS,
    ROLES,
    STATES,
    Asset,
    AssetState,
    Holding,
    Meter,
    Reading,
    ReadingVerdict,
)
from plugins.assets.services.answers import accepted
from plugins.assets.services.scan import Point
from plugins.assets.services.units import UNITS

_ = translations("assets")

MOST = 12
MOST_POINTS = 300
WIDTH, HEIGHT = 320, 96


@dataclass(frozen=True, slots=True)
class Owned:
    """One row of what a customer has or had."""

    id: int
    name: str
    serial: str
    role: Label
    since: date | None
    until: date | None
    counted: int | None


def owned(work: Work, customer: Values) -> Mapping[str, Any]:
    """What a customer has, then what he had; the latest first."""
    found = (
        select(
            Asset.id,
            Asset.name,
            Asset.serial,
            Holding.role,
            Holding.since,
            Holding.until,
            AssetState.counted,
        )
        .join(Asset, Asset.id == Holding.asset_id)
        .outerjoin(AssetState, AssetState.id == Asset.id)
        .where(Holding.customer_id == customer["id"])
        .order_by(Holding.until.is_not(None), Holding.since.desc(), Holding.id.desc())
        .limit(MOST)
    )
    rows = [
        Owned(id, name, serial or "", ROLES[role], since, until, counted)
        for id, name, serial, role, since, until, counted in work.session.execute(found)
    ]
    new = f"/assets/assets/new?first_owner={customer['id']}"
    may = work.actor.reach("assets.assets.create") is not None
    return {"rows": rows, "new": new if may else "", "all": f"/assets/holdings?customer={customer['id']}"}


def held(work: Work, asset: Values) -> Mapping[str, Any]:
    """Who has an asset and who had it, as far as the actor may see them."""
    found = (
        select(Customer.id, Customer.name, Holding.role, Holding.since, Holding.until)
        .join(Holding, Holding.customer_id == Customer.id)
        .where(Holding.asset_id == asset["id"])
        .order_by(Holding.until.is_not(None), Holding.since.desc(), Holding.id.desc())
        .limit(MOST)
    )
    rows = [
        (id, name, ROLES[role], since, until) for id, name, role, since, until in work.session.execute(found)
    ]
    return {"rows": rows}


def metered(work: Work, asset: Values) -> Mapping[str, Any]:
    """The line of the main meter, and the last readings with what is wrong with them."""
    found = (
        select(
            Reading.id,
            Reading.read_on,
            Reading.value,
            Reading.unit,
            Reading.void_reason,
            ReadingVerdict.state,
            ReadingVerdict.flag,
            ReadingVerdict.cumulative,
            Meter.unit.label("meter_unit"),
        )
        .join(Meter, Meter.id == Reading.meter_id)
        .outerjoin(ReadingVerdict, ReadingVerdict.id == Reading.id)
        .where(Reading.asset_id == asset["id"])
        .order_by(Reading.read_on.desc(), Reading.id.desc())
        .limit(MOST)
    )
    rows = [{**row, "said": _said(dict(row))} for row in work.session.execute(found).mappings()]
    points = accepted(work, [asset["id"]]).get(asset["id"], [])[-MOST_POINTS:]
    return {
        "rows": rows,
        "line": line(points),
        "first": points[0] if points else None,
        "last": points[-1] if points else None,
        "unit": UNITS[rows[0]["meter_unit"]] if rows else "",
        "asset": asset["id"],
        "width": WIDTH,
        "height": HEIGHT,
    }


def _said(row: Mapping[str, Any]) -> Label | str:
    """Why a reading does not count, or that it does."""
    flag, state = row["flag"], row["state"]
    return FLAGS[flag] if flag else row["void_reason"] or STATES.get(state, "")


def line(points: Sequence[Point]) -> str:
    """The points of an SVG polyline of WIDTH by HEIGHT; empty for fewer than two days."""
    if len(points) < 2 or points[0][0] == points[-1][0]:
        return ""
    (begin, low), (end, high) = points[0], points[-1]
    days, rise = (end - begin).days, max(high - low, 1)
    return " ".join(
        f"{(day - begin).days * WIDTH / days:.1f},{HEIGHT - (value - low) * HEIGHT / rise:.1f}"
        for day, value in points
    )
