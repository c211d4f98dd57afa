"""Roles as a resource."""

from __future__ import annotations

from core.builtin.roles import check_grants
from core.contracts.resources import Children, Resource
from core.data.models import Role, RoleGrant
from core.labels import translations

_ = translations("core")

roles = Resource(
    Role,
    name="roles",
    title=_("Roles"),
    singular=_("Role"),
    key="name",
    label="title",
    columns=("name", "title", "description"),
    sorts=("title", "name", "id"),
    default_sort="title",
    children=(Children(model=RoleGrant, name="grants", title=_("Rights")),),
    checks=(check_grants,),
    icon="shield",
    place="administration",
)
