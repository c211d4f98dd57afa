"""Counters that tell processes what has changed: the generation of rights, of plugins."""

from __future__ import annotations

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Base


class State(Base):
    """One named whole number; "rights" grows whenever users, roles, units or tokens change."""

    __tablename__ = "core_state"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
