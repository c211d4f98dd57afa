"""What members owe."""

from __future__ import annotations

from core.plugin_api import Mapped, Record, reference, text, translations

_ = translations("bar")


class Tab(Record):
    """What a member has not paid."""

    __tablename__ = "bar_tab"

    member_id: Mapped[int] = reference("club_member", _("Member"), required=True)
    drink: Mapped[str | None] = text(_("Drink"))
