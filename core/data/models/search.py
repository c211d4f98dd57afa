"""The search index: one row per record and group of tokens."""

from __future__ import annotations

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Anchored, Fact


class SearchEntry(Anchored, Fact):
    """The words of a record. A query names only the groups that the actor may read.

    The first migration adds what SQLAlchemy cannot describe: on SQLite the FTS5 table `core_search_fts`,
    which has its content here and is kept by triggers, on PostgreSQL a GIN index over them as a tsvector.
    """

    __tablename__ = "core_search"

    # "public", "phone", "email" or "identity".
    token_group: Mapped[str] = mapped_column(String(20))
    tokens: Mapped[str] = mapped_column(Text)


Index(
    "uq_core_search_record",
    SearchEntry.resource,
    SearchEntry.record_id,
    SearchEntry.token_group,
    unique=True,
)
