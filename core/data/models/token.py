"""API tokens: what programs sign in with."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped

from core.contracts.base import Record
from core.contracts.fields import day, moment, reference, text
from core.data.models.user import User
from core.labels import translations

_ = translations("core")


class Token(Record):
    """A token of a user. It can do what its scopes name, and never more than its user can at that moment."""

    __tablename__ = "core_token"

    # Not required: whoever makes one without saying whose it is makes his own.
    user_id: Mapped[int | None] = reference(User, _("User"), on_delete="follow")
    name: Mapped[str] = text(_("Name"), required=True, sortable=True, help=_("What it is for."))
    scopes: Mapped[str | None] = text(
        _("Scopes"), max_length=2000,
        help=_("Permissions with a space between them, such as core.customers.*; empty: all of the user's."),
    )  # fmt: skip
    expires_on: Mapped[date | None] = day(_("Expires on"), help=_("The last day on which it works (UTC)."))
    last_used_at: Mapped[datetime | None] = moment(_("Last used"), read_only=True)
    revoked_at: Mapped[datetime | None] = moment(_("Revoked"))
