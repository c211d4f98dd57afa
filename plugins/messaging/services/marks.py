"""How far something has been looked at."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from core.plugin_api import Work, insert_missing
from plugins.messaging.models import Mark


def mark_of(work: Work, name: str) -> datetime | None:
    """Until when; None if never."""
    return work.session.scalars(select(Mark.at).where(Mark.name == name)).first()


def set_mark(work: Work, name: str, at: datetime) -> None:
    """Until then."""
    insert_missing(work.session, Mark, [{"name": name, "at": at}], [Mark.name], Mark.id)
    work.session.execute(update(Mark).where(Mark.name == name, Mark.at < at).values(at=at))
