"""Roles: named sets of rights, each with its reach."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from core.contracts.base import Child, Record
from core.contracts.fields import choice, parent, text
from core.labels import translations

_ = translations("core")

REACH_NAMES = {
    "own": _("Own records"),
    "team": _("Own records and those of own teams"),
    "unit": _("Own unit and all units below it"),
    "all": _("All"),
}


class Role(Record):
    """What people with this role may do."""

    __tablename__ = "core_role"

    name: Mapped[str] = text(
        _("Name"), max_length=64, required=True, unique=True, sortable=True,
        help=_("Lower case, such as salesperson; people see the title."),
    )  # fmt: skip
    title: Mapped[str] = text(_("Title"), required=True, sortable=True, sort_key=True)
    description: Mapped[str | None] = text(_("Description"), max_length=500)


class RoleGrant(Child):
    """One right of a role.

    The permission is a name, not a reference: a right of a plugin that is disabled at the moment is kept.
    A trailing `*` stands for all permissions that begin so.
    """

    __tablename__ = "core_role_grant"

    role_id: Mapped[int] = parent(Role)
    permission: Mapped[str] = text(_("Permission"), max_length=120, required=True)
    reach: Mapped[str] = choice(_("Reach"), REACH_NAMES, required=True, default="all")
