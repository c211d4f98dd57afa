"""What records of assets must be like, and what follows where something was left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.plugin_api import Change, FieldError, FieldErrors, Work, translations
from plugins.assets.services import holdings
from plugins.assets.services.looking_up import meters_of, units_of
from plugins.assets.services.units import convertible

_ = translations("assets")

Verdicts = dict[int, FieldErrors | Mapping[str, Any]]

NO_METER = _("This asset has no meter: add one, which says in what unit it counts.")
NOT_ITS_METER = _("This is a meter of another asset.")
WRONG_UNIT = _("This meter counts in {unit}.")
KEEPS_ITS_ASSET = _("This stays with its asset: delete it here and make it there.")
FIRST_STAYS = _("The first owner does not change: transfer the asset, or correct its holdings.")
WHY = _("Say why it is void.")


def judge(work: Work, resource: str, changes: Sequence[Change]) -> Verdicts | None:
    """Errors and proposals for records of this plugin; None for all others."""
    rule = RULES.get(resource)
    return rule(work, changes) if rule else None


def _assets(work: Work, changes: Sequence[Change]) -> Verdicts:
    """A new asset counts in the unit of its definition, and belongs to the unit of whoever makes it."""
    found: Verdicts = {}
    new = {i: change.after for i, change in enumerate(changes) if change.before is None and change.after}
    units = units_of(work, [row["definition"] for row in new.values() if row["definition"]])
    for index, row in new.items():
        found[index] = {
            "meter_unit": row["meter_unit"] or units.get(row["definition"] or 0),
            "unit": row["unit"] or work.unit,
        }
    for index, change in enumerate(changes):
        if change.before and change.changed("first_owner"):
            found[index] = {"first_owner": [FieldError("first_owner_stays", FIRST_STAYS)]}
    return found


def _of_meters(work: Work, changes: Sequence[Change]) -> Verdicts:
    """Readings and replacements are of a meter of their asset: its first one, if none was named."""
    rows = {i: change.after for i, change in enumerate(changes) if change.after}
    meters = meters_of(work, {row["asset"] for row in rows.values()})
    found: Verdicts = {}
    for index, row in rows.items():
        errors = _wrong(changes[index], meters.get(row["asset"], {}), row)
        found[index] = errors or _completed(work, meters[row["asset"]], row)
    return found


def _wrong(change: Change, meters: Mapping[int, str], row: Mapping[str, Any]) -> FieldErrors:
    if change.before and change.changed("asset"):
        return {"asset": [FieldError("keeps_its_asset", KEEPS_ITS_ASSET)]}
    if not meters:
        return {"asset": [FieldError("no_meter", NO_METER)]}
    if row["meter"] and row["meter"] not in meters:
        return {"meter": [FieldError("not_its_meter", NOT_ITS_METER, row["meter"])]}
    unit = meters[row["meter"] or min(meters)]
    if row.get("unit") and not convertible(row["unit"], unit):
        return {"unit": [FieldError("wrong_unit", WRONG_UNIT.fill(unit=unit), row["unit"])]}
    if row.get("voided_at") and not row["void_reason"] and not (change.before or {}).get("void_reason"):
        return {"void_reason": [FieldError("required", WHY)]}
    return {}


def _completed(work: Work, meters: Mapping[int, str], row: Mapping[str, Any]) -> Mapping[str, Any]:
    meter = row["meter"] or min(meters)
    if "unit" not in row:
        return {"meter": meter}
    voided_at = (row["voided_at"] or work.now) if row["void_reason"] else None
    return {"meter": meter, "unit": row["unit"] or meters[meter], "voided_at": voided_at}


RULES: Mapping[str, Callable[[Work, Sequence[Change]], Verdicts]] = {
    "assets.assets": _assets,
    "assets.readings": _of_meters,
    "assets.meter_events": _of_meters,
    "assets.holdings": holdings.judge,
}
