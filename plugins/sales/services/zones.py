"""The time zones of units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from core.plugin_api import Unit, Work


def zones_of(work: Work, units: Iterable[int | None]) -> Mapping[int | None, str | None]:
    """The time zone of each unit; None for those without one, and for no unit."""
    wanted = {unit for unit in units if unit}
    zones: dict[int | None, str | None] = {None: None, **dict.fromkeys(wanted)}
    found = work.session.execute(select(Unit.id, Unit.time_zone).where(Unit.id.in_(wanted)))
    return zones | {unit: zone for unit, zone in found}  # noqa: C416  # rows are no pairs for mypy
