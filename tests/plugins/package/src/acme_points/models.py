"""Points beside customers."""

from __future__ import annotations

from core.plugin_api import Customer, Extra, Mapped, extends, integer, translations

_ = translations("points")


class Points(Extra):
    """What a customer has collected."""

    __tablename__ = "points_account"

    id: Mapped[int] = extends(Customer)
    balance: Mapped[int | None] = integer(_("Balance of points"), minimum=0, sortable=True)
