"""Attachments as a resource: made from a file, never by the general verb."""

from __future__ import annotations

from core.contracts.resources import Resource
from core.data.models import Attachment
from core.labels import translations

_ = translations("core")

attachments = Resource(
    Attachment,
    name="attachments",
    title=_("Attachments"),
    singular=_("Attachment"),
    columns=("name", "resource", "record_id", "customer", "media_type", "size", "created_at", "created_by"),
    filters=("resource", "record_id", "customer", "media_type", "size", "sha256"),
    sorts=("name", "id"),
    default_sort="-id",
    verbs=frozenset({"list", "read", "update", "delete", "export"}),
    icon="paperclip",
    place="",
)
