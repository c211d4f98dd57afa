"""Answers that a repeated request is given again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Identified
from core.contracts.types import Identifier, JsonText, Moment


class IdempotencyEntry(Identified):
    """The first answer to a request that carried an `Idempotency-Key`, for the user who sent it."""

    __tablename__ = "core_idempotency"

    actor_id: Mapped[int] = mapped_column(Identifier)
    key: Mapped[str] = mapped_column(String(255))
    # Method and path, `POST /api/v1/customers`.
    request: Mapped[str] = mapped_column(String(500))
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    headers: Mapped[dict[str, Any]] = mapped_column(JsonText)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime] = mapped_column(Moment, index=True)


Index("uq_core_idempotency_key", IdempotencyEntry.actor_id, IdempotencyEntry.key, unique=True)
