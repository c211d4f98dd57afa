"""Saved views: a list with its filter, order and columns, under a name."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Mapped

from core.contracts.base import Record
from core.contracts.fields import choice, reference, structure, text
from core.data.models.unit import Unit
from core.data.models.user import User
from core.labels import translations

_ = translations("core")

VISIBILITIES = {"private": _("Only its owner"), "team": _("Its unit"), "public": _("Everybody")}


class SavedView(Record):
    """A view of a resource's list. `definition` holds names, so those of a disabled plugin are kept."""

    __tablename__ = "core_saved_view"

    resource: Mapped[str] = text(
        _("Kind of record"), max_length=64, required=True, sortable=True, help=_("Such as customers.")
    )
    name: Mapped[str] = text(_("Name"), max_length=100, required=True, sortable=True, sort_key=True)
    owner_id: Mapped[int | None] = reference(User, _("Owner"), on_delete="follow")
    unit_id: Mapped[int | None] = reference(
        Unit, _("Unit"), on_delete="keep", help=_("Whose people see it when it is visible to its unit.")
    )
    visibility: Mapped[str] = choice(_("Visible to"), VISIBILITIES, required=True, default="private")
    definition: Mapped[dict[str, Any]] = structure(
        _("Definition"),
        required=True,
        help=_("An object with where, sort, columns, widths, q and roles, each of them optional."),
    )
