"""How people like to work: theme, columns, shortcuts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Base
from core.contracts.types import Identifier, JsonText


class Preference(Base):
    """One choice of a user, such as the columns of a list. No record: nobody else sees it."""

    __tablename__ = "core_preference"

    user_id: Mapped[int] = mapped_column(
        Identifier, ForeignKey("core_user.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[Any] = mapped_column(JsonText)
