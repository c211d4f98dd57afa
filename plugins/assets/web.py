"""What pages show of assets: what a customer has, who has an asset, its meter; and events on timelines."""

from __future__ import annotations

from core.plugin_api import Customer, Panel, TimelineSource, translations
from plugins.assets.models import Asset
from plugins.assets.services import events, showing

_ = translations("assets")

SEE = "assets.assets.view"

PANELS = (
    Panel(
        name="owned",
        title=_("What they own"),
        of=Customer,
        slot="main",
        template="assets/owned.html",
        load=showing.owned,
        permission=SEE,
        icon="box",
    ),
    Panel(
        name="meter",
        title=_("Meter"),
        of=Asset,
        slot="main",
        template="assets/meter.html",
        load=showing.metered,
        permission="assets.readings.view",
        icon="gauge",
        eager=True,
    ),
    Panel(
        name="holders",
        title=_("Holders"),
        of=Asset,
        slot="side",
        template="assets/holders.html",
        load=showing.held,
        permission="assets.holdings.view",
        icon="users",
    ),
)
TIMELINE_SOURCES = (
    TimelineSource(
        name="holdings",
        title=_("Assets"),
        of=Customer,
        permission="assets.holdings.view",
        read=events.of_customer,
        icon="box",
    ),
    TimelineSource(
        name="changes",
        title=_("Holders and meters"),
        of=Asset,
        permission="assets.holdings.view",
        read=events.of_asset,
        icon="box",
    ),
)
