"""Tags as a resource: one vocabulary for everybody."""

from __future__ import annotations

from core.contracts.resources import Resource
from core.data.models import Tag
from core.labels import translations

_ = translations("core")

tags = Resource(
    Tag,
    name="tags",
    title=_("Tags"),
    singular=_("Tag"),
    key="name",
    columns=("name", "color"),
    sorts=("name", "id"),
    default_sort="name",
    icon="tag",
    place="administration",
)
