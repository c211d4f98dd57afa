"""Tags: free words on records of any kind."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Anchored, Fact, Record
from core.contracts.fields import text
from core.contracts.types import Identifier
from core.labels import translations

_ = translations("core")


class Tag(Record):
    """A word that records can be marked with."""

    __tablename__ = "core_tag"

    name: Mapped[str] = text(
        _("Name"), max_length=60, required=True, unique=True, sortable=True, sort_key=True
    )
    color: Mapped[str | None] = text(_("Colour"), max_length=20)


class Tagging(Anchored, Fact):
    """A tag on a record; it goes with the tag and with the record."""

    __tablename__ = "core_tagging"

    tag_id: Mapped[int] = mapped_column(Identifier, ForeignKey("core_tag.id"))


Index("uq_core_tagging_record", Tagging.resource, Tagging.record_id, Tagging.tag_id, unique=True)
Index("ix_core_tagging_tag", Tagging.tag_id, Tagging.resource, Tagging.record_id)
