"""Telling whoever enters readings which of them are not believed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from core.plugin_api import Work, among, translations
from plugins.assets.models import FLAGS, Reading, ReadingVerdict
from plugins.assets.services.looking_up import all_rows

_ = translations("assets")

NOT_BELIEVED = _("{value} on {day} is kept, but not believed: {why}.")
MOST = 20
"""Readings of one request beyond which nobody reads warnings: the list of those to check has them."""


def warn(work: Work, ids: Collection[int]) -> None:
    """Warn of readings that were just written and cannot be true."""
    if len(ids) > MOST:
        return
    for id, day, value, flag in all_rows(work, _REJECTED, ids):
        message = NOT_BELIEVED.fill(value=value, day=day.isoformat(), why=FLAGS[flag])
        work.warn("doubtful_reading", message, [id])


_REJECTED = (
    select(Reading.id, Reading.read_on, Reading.value, ReadingVerdict.flag)
    .join(ReadingVerdict, ReadingVerdict.id == Reading.id)
    .where(among(Reading.id, "wanted"), ReadingVerdict.state == "rejected")
)
