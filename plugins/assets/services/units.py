"""Units of meters: which there are, and whole numbers converted from one to the other."""

from __future__ import annotations

from core.plugin_api import invalid, translations

_ = translations("assets")

UNITS = {
    "km": _("km"),
    "mi": _("mi"),
    "h": _("Operating hours"),
    "kWh": _("kWh"),
    "m3": _("m³"),
    "times": _("Times"),
}
MILLIMETRES = {"km": 1_000_000, "mi": 1_609_344}
"""Of each unit of distance: 1 mi is 1.609344 km."""


def converted(value: int, source: str, target: str) -> int:
    """A whole number of `source` in `target`, rounded half up; Invalid if they measure different things."""
    if source == target:
        return value
    if source not in MILLIMETRES or target not in MILLIMETRES:
        raise invalid("unit", "wrong_unit", WRONG.fill(source=source, target=target))
    whole = MILLIMETRES[target]
    return (2 * value * MILLIMETRES[source] + whole) // (2 * whole)


def convertible(source: str, target: str) -> bool:
    """Whether values of one unit can be told in the other."""
    return source == target or {source, target} <= MILLIMETRES.keys()


WRONG = _("Readings in {source} cannot be told in {target}.")
