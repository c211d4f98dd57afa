"""What panels of the pack show: a few statements each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from core.plugin_api import Values, Work, get_settings
from industry_packs.auto_dealer.models import Plate, Recall, RecallNotice, RecallVehicle
from industry_packs.auto_dealer.services import words
from industry_packs.auto_dealer.services.clocks.reading import clocks_of
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.settings_of import WARN_AT
from industry_packs.auto_dealer.services.vehicles.naming import verdict

MOST = 20


def clocks(work: Work, asset: Values) -> Mapping[str, Any]:
    """The warranties of a vehicle: until when, how much is left, and how it stands."""
    id, limits, on = asset["id"], get_settings(work, "auto_dealer"), today(work)
    running = clocks_of(work, {id: asset.get("auto_dealer.invoice_date")}, limits, on)[id]
    warn_at, meter = limits[WARN_AT], running.meter
    rows = [
        {
            "title": clock.title,
            "ends_on": clock.ends_on,
            "ends_at": clock.ends_at,
            "days": clock.days_left(on),
            "distance": clock.distance_left(meter),
            "used": min(clock.used(on, meter), 100),
            "state": clock.state(on, meter, warn_at),
        }
        for clock in running.clocks
    ]
    return {
        "rows": rows,
        "unit": meter.unit if meter else "km",
        "states": words.CLOCKS,
        "tones": words.CLOCK_TONES,
    }


def number(work: Work, asset: Values) -> Mapping[str, Any]:
    """What the number of a vehicle tells: hints, no more; and the plates that it had."""
    vin = asset.get("auto_dealer.vin")
    told = verdict(vin, asset.get("auto_dealer.model_year"), today(work).year + 1) if vin else None
    codes = (*told.reasons, *told.warnings) if told else ()
    former = select(Plate.plate, Plate.until).where(Plate.asset_id == asset["id"])
    plates = work.session.execute(former.order_by(Plate.until.desc(), Plate.id.desc()).limit(MOST)).all()
    return {
        "told": told,
        "said_year": asset.get("auto_dealer.model_year"),
        "findings": [words.FINDINGS[code] for code in codes],
        "region": words.REGIONS[told.region] if told and told.region else "",
        "plates": plates,
    }


def recalls(work: Work, asset: Values) -> Mapping[str, Any]:
    """The campaigns that a vehicle is among; those that wait to be remedied first."""
    columns = RecallVehicle.id, Recall.number, Recall.title, RecallVehicle.state, RecallVehicle.vin
    found = (
        select(*columns, RecallNotice.told, RecallVehicle.response)
        .join(Recall, Recall.id == RecallVehicle.recall_id)
        .outerjoin(RecallNotice, RecallNotice.id == RecallVehicle.id)
        .where(RecallVehicle.asset_id == asset["id"])
        .order_by(RecallVehicle.state.in_(("remedied", "not_applicable")), Recall.announced_on.desc())
        .limit(MOST)
    )
    return {
        "rows": work.session.execute(found).all(),
        "states": words.RECALL_STATES,
        "tones": words.STATE_TONES,
        "unsure": words.FOUND_BY["model"],
        "notices": words.NOTICES,
        "responses": words.RESPONSES,
    }
