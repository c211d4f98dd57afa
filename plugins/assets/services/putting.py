"""Readings that services of others bring, such as those of a visit to the workshop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work, records
from plugins.assets.models import Reading
from plugins.assets.services.looking_up import WANTED, all_rows

READINGS = "assets.readings"


@dataclass(frozen=True, slots=True)
class NewReading:
    """What the main meter of an asset showed.

    `origin` names the record from which it comes, `<resource>:<id>`, and is its key for ever: what is put
    again with the same origin replaces what was there. `unit` is that of the meter when left out.
    """

    asset: int
    read_on: date
    value: int
    origin: str
    unit: str = ""
    source: str = "service"


def put_readings(work: Work, rows: Sequence[NewReading], gone: Sequence[str] = ()) -> None:
    """Write readings, replace those whose origin is known, and take away those whose origins are `gone`.

    In the caller's transaction, a few statements for thousands; each asset is scanned once for what is new,
    once for what is changed and once for what goes. The rights of the actor to readings hold. Raises Invalid
    for assets without a meter.
    """
    there = {origin: (id, asset) for origin, id, asset in _there(work, [row.origin for row in rows])}
    moved = [there[row.origin][0] for row in rows if there.get(row.origin, (0, row.asset))[1] != row.asset]
    ended = [id for _origin, id, _asset in _there(work, gone)]
    if moved or ended:
        records.delete(work, READINGS, [*moved, *ended])
    known = {origin: id for origin, (id, _asset) in there.items() if id not in moved}
    changed = [records.Update(known[row.origin], _values(row)) for row in rows if row.origin in known]
    if changed:
        records.update(work, READINGS, changed)
    records.create(work, READINGS, [_values(row) for row in rows if row.origin not in known])


def _values(row: NewReading) -> Mapping[str, Any]:
    return {
        "asset": row.asset,
        "read_on": row.read_on,
        "value": row.value,
        "unit": row.unit or None,
        "source": row.source,
        "origin": row.origin,
    }


def _there(work: Work, origins: Sequence[str]) -> list[tuple[str, int, int]]:
    return list(all_rows(work, _BY_ORIGIN, origins))


_BY_ORIGIN = select(Reading.origin, Reading.id, Reading.asset_id).where(
    Reading.origin.in_(WANTED), Reading.deleted_at.is_(None)
)
