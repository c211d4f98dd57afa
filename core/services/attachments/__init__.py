"""Attachments: files about records, kept outside the database, each content once."""

from core.services.attachments.attaching import (
    About,
    Content,
    attach,
    attach_kept,
    attach_within,
    content_of,
    keep,
    may_have,
    rehearse,
)
from core.services.attachments.store import Kept
from core.services.attachments.unused import remove_unused_files

__all__ = [
    "About",
    "Content",
    "Kept",
    "attach",
    "attach_kept",
    "attach_within",
    "content_of",
    "keep",
    "may_have",
    "rehearse",
    "remove_unused_files",
]
