"""Saved views as a resource."""

from __future__ import annotations

from core.builtin.saved_views import check_definition
from core.contracts.resources import Resource
from core.data.models import SavedView
from core.labels import translations

_ = translations("core")

saved_views = Resource(
    SavedView,
    name="saved_views",
    title=_("Saved views"),
    singular=_("Saved view"),
    columns=("name", "resource", "visibility", "owner", "unit"),
    filters=("resource", "visibility", "owner", "unit"),
    sorts=("name", "resource", "id"),
    default_sort="name",
    checks=(check_definition,),
    icon="bookmark",
    place="administration",
)
