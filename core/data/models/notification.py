"""What somebody is told in the application."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Identified, only_where
from core.contracts.labelled import LabelledText
from core.contracts.types import Identifier, Moment


class Notification(Identified):
    """One message to one user: a label, in his language when he reads it, and where it leads."""

    __tablename__ = "core_notification"

    user_id: Mapped[int] = mapped_column(Identifier, ForeignKey("core_user.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(LabelledText)
    # An address of this host, or empty.
    link: Mapped[str] = mapped_column(String(500))
    read_at: Mapped[datetime | None] = mapped_column(Moment)


Index("ix_core_notification_user_id_id", Notification.user_id, Notification.id)
Index("ix_core_notification_unread", Notification.user_id, **only_where(Notification.read_at.is_(None)))
