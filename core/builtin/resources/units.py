"""Units as a resource."""

from __future__ import annotations

from core.contracts.resources import Reach, Resource
from core.data.models import Unit
from core.labels import translations

_ = translations("core")

units = Resource(
    Unit,
    name="units",
    title=_("Units"),
    singular=_("Unit"),
    key="code",
    columns=("code", "name", "kind", "parent", "country"),
    filters=("kind", "parent", "country"),
    sorts=("name", "code", "id"),
    default_sort="name",
    reach=Reach(unit="id"),
    icon="network",
    place="administration",
)
