"""Settings of the whole company that admins change while Guanxi runs."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Base
from core.contracts.types import JsonText


class StoredSetting(Base):
    """A setting that differs from its default, as the JSON form of its value."""

    __tablename__ = "core_setting"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    value: Mapped[Any] = mapped_column(JsonText)
