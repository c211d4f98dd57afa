"""What proves who somebody is: not on users and tokens, whose rows are read, exported and journalled."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Base
from core.contracts.types import Identifier, Moment


class Password(Base):
    """The Argon2 hash of a user's password."""

    __tablename__ = "core_password"

    user_id: Mapped[int] = mapped_column(
        Identifier, ForeignKey("core_user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    hash: Mapped[str] = mapped_column(String(200))
    changed_at: Mapped[datetime] = mapped_column(Moment)


class TokenSecret(Base):
    """The SHA-256 hash of a token's secret, which only its user ever sees, once."""

    __tablename__ = "core_token_secret"

    token_id: Mapped[int] = mapped_column(
        Identifier, ForeignKey("core_token.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    hash: Mapped[str] = mapped_column(String(64), unique=True)
