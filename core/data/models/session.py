"""Who is signed in on the web, and attempts that failed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Base, Identified
from core.contracts.types import Identifier, Moment


class UserSession(Identified):
    """One browser in which somebody is signed in. The browser holds the secret, this row only its hash."""

    __tablename__ = "core_session"

    hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(
        Identifier, ForeignKey("core_user.id", ondelete="CASCADE"), index=True
    )
    # For which part of the company he works here; his own unit if he chose none.
    unit_id: Mapped[int | None] = mapped_column(Identifier)
    browser: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    expires_at: Mapped[datetime] = mapped_column(Moment, index=True)


class Attempt(Base):
    """How often something failed that is guessed at, such as a password, since a moment."""

    __tablename__ = "core_attempt"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failed: Mapped[int]
    since: Mapped[datetime] = mapped_column(Moment, index=True)
