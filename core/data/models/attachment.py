"""Attachments: files about any record, and the file store's list of what it holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.contracts.base import Anchored, Base, Record
from core.contracts.fields import integer, text
from core.contracts.types import Identifier, Moment, short_text
from core.labels import translations

_ = translations("core")

DIGEST_LENGTH = 64


class StoredFile(Base):
    """A content that the file store holds, once, whoever attached it how often; its name is its SHA-256."""

    __tablename__ = "core_file"

    sha256: Mapped[str] = mapped_column(short_text(DIGEST_LENGTH), primary_key=True)
    size: Mapped[int] = mapped_column(Identifier)
    media_type: Mapped[str] = mapped_column(String(100))
    # When it was last attached: what was attached a moment ago is not removed yet.
    stored_at: Mapped[datetime] = mapped_column(Moment)


class Attachment(Anchored, Record):
    """A file about a record. Its content never changes; its name and description may."""

    __tablename__ = "core_attachment"
    __table_args__ = (  # type: ignore[assignment]  # either form will do
        ForeignKeyConstraint(["sha256"], ["core_file.sha256"]),
        {"sqlite_autoincrement": True},
    )

    name: Mapped[str] = text(
        _("File name"), max_length=255, required=True, search=True, sortable=True,
        aliases=("file", "filename", "文件名", "檔案名稱"),
    )  # fmt: skip
    description: Mapped[str | None] = text(
        _("Description"), max_length=500, search=True, aliases=("描述", "说明", "說明")
    )
    media_type: Mapped[str] = text(
        _("Media type"), max_length=100, required=True, read_only=True, help=_("Told by the content.")
    )
    size: Mapped[int] = integer(_("Size"), required=True, read_only=True, unit_of_measure="B")
    sha256: Mapped[str] = text(
        _("SHA-256 of the content"), max_length=DIGEST_LENGTH, required=True, read_only=True
    )


Index("ix_core_attachment_about", Attachment.resource, Attachment.record_id)
Index("ix_core_attachment_sha256", Attachment.sha256)
