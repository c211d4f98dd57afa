"""The job: meters of a definition that has changed, and readings whose day has come meanwhile."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from core.plugin_api import JobRun, Work, chunks
from plugins.assets.models import Asset, Meter, Reading, ReadingVerdict
from plugins.assets.services.looking_up import WHY, today
from plugins.assets.services.scanning import rescan

PART = 200
"""Meters scanned in one transaction: short enough for others who write to SQLite."""


def run_again(run: JobRun) -> dict[str, int]:
    """Scan the meters of the definition that is named, else those with readings that were of the future."""
    definition = run.payload.get("definition")
    with run.reading() as work:
        changed = _of_definition(work, definition) if definition else _come_true(work)
    meters = sorted(changed)
    for part in chunks(meters, PART):
        with run.work("assets") as work:
            rescan(work, {meter: changed[meter] for meter in part})
    return {"meters": len(meters)}


def _of_definition(work: Work, definition: int) -> dict[int, date | None]:
    """All of them: whoever changed the definition may see a few only."""
    meters = select(Meter.id).join(Asset, Asset.id == Meter.asset_id).where(Asset.definition_id == definition)
    with work.access.unrestricted(work, WHY) as session:
        return dict.fromkeys(session.scalars(meters))


def _come_true(work: Work) -> dict[int, date | None]:
    """An index leads to the few readings that were dated in the future; a meter's first day stands."""
    found = (
        select(Reading.meter_id, Reading.read_on)
        .join(ReadingVerdict, ReadingVerdict.id == Reading.id)
        .where(ReadingVerdict.flag == "future_date", Reading.read_on <= today(work))
        .order_by(Reading.read_on.desc())
    )
    with work.access.unrestricted(work, WHY) as session:
        return {meter: day for meter, day in session.execute(found) if meter}
