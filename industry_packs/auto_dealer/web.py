"""What pages show of vehicles: a list to find them in, and panels on the page of each."""

from __future__ import annotations

from urllib.parse import urlencode

from core.plugin_api import MenuItem, Page, Panel, Reply, Shown, Visit, Work, translations
from industry_packs.auto_dealer.services import showing
from industry_packs.auto_dealer.services.vehicles.finding import find
from plugins.assets.public import Asset

_ = translations("auto_dealer")

SEE = "assets.assets.view"
VEHICLES = "/auto_dealer/vehicles"


def vehicles(work: Work, visit: Visit) -> Reply:
    """The list of vehicles, or those that were asked for."""
    words = visit.query.get("q", "").strip()
    page = find(work, words, visit.query.get("after"))
    older = f"{VEHICLES}?{urlencode({'q': words, 'after': page.next})}" if page.next else ""
    return Shown(template="auto_dealer/vehicles.html", values={"rows": page.rows, "q": words, "older": older})


PANELS = (
    Panel(
        name="clocks",
        title=_("Warranties"),
        of=Asset,
        slot="main",
        template="auto_dealer/clocks.html",
        load=showing.clocks,
        permission=SEE,
        icon="shield-check",
    ),
    Panel(
        name="recalls",
        title=_("Recalls"),
        of=Asset,
        slot="main",
        template="auto_dealer/recalls.html",
        load=showing.recalls,
        permission="auto_dealer.recall_vehicles.view",
        icon="triangle-alert",
    ),
    Panel(
        name="number",
        title=_("Number and plates"),
        of=Asset,
        slot="side",
        template="auto_dealer/number.html",
        load=showing.number,
        permission=SEE,
        icon="hash",
    ),
)
PAGES = (Page(path=VEHICLES, permission=SEE, run=vehicles, title=_("Vehicles")),)
MENU = (MenuItem(title=_("Vehicles"), path=VEHICLES, permission=SEE, icon="car"),)
