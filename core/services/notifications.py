"""Notifications: what a user is told in the application, in his own language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from core.data.models import Notification

if TYPE_CHECKING:
    from core.services.work import Work


@dataclass(frozen=True, slots=True)
class ReceivedNotification:
    """One notification; `link` is an address of this host, or empty."""

    id: int
    at: datetime
    text: str
    link: str
    is_read: bool


def notify(work: Work, users: Iterable[int], text: str, link: str = "") -> None:
    """Tell users something: a label, which each reads in his own language, and where it leads."""
    rows = [
        {"user_id": user, "at": work.now, "text": text, "link": link, "read_at": None}
        for user in dict.fromkeys(users)
    ]
    if rows:
        work.session.execute(insert(Notification), rows)


def notifications(work: Work, limit: int = 50, before_id: int | None = None) -> list[ReceivedNotification]:
    """What the actor was told, newest first."""
    columns = (
        *(Notification.id, Notification.at, Notification.text, Notification.link),
        Notification.read_at.is_not(None),
    )
    statement = select(*columns).where(Notification.user_id == work.actor.user_id)
    if before_id is not None:
        statement = statement.where(Notification.id < before_id)
    found = work.session.execute(statement.order_by(Notification.id.desc()).limit(limit))
    return [ReceivedNotification(*row) for row in found]


def mark_read(work: Work, ids: Iterable[int] | None) -> None:
    """The actor has read these, or (None) all that he was told."""
    statement = update(Notification).where(
        Notification.user_id == work.actor.user_id, Notification.read_at.is_(None)
    )
    if ids is not None:
        statement = statement.where(Notification.id.in_(list(ids)))
    work.session.execute(statement.values(read_at=work.now).execution_options(synchronize_session=False))
