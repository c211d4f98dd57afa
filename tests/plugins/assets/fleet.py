"""A pack that extends assets: a plate and tyres beside each vehicle."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Mapped

from core.plugin_api import Extension, Extra, choice, extends, hookimpl, text, translations
from plugins.assets.public import Asset

_ = translations("fleet")


class Vehicle(Extra):
    """Beside an asset: what only vehicles have."""

    __tablename__ = "fleet_vehicle"

    id: Mapped[int] = extends(Asset)
    plate: Mapped[str] = text(
        _("Plate"), max_length=20, required=True, unique=True, search=True, sortable=True
    )
    tyres: Mapped[str | None] = choice(_("Tyres"), {"summer": _("Summer"), "winter": _("Winter")})


class FleetPlugin:
    """The hooks."""

    @hookimpl()
    def extensions(self) -> Iterable[Extension]:
        return [Extension(of=Asset, model=Vehicle, title=_("Vehicle"), sorts=("plate",), filters=("tyres",))]
