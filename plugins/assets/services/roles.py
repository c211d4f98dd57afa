"""What the usual roles may do with what customers own."""

from __future__ import annotations

from core.plugin_api import RoleTemplate, rights

THINGS = ("assets.assets", "assets.holdings", "assets.meters", "assets.readings", "assets.meter_events")
DEFINITIONS = ("assets.definitions",)
WORK = ("view", "create", "edit")
KNOWN = rights(DEFINITIONS, ("view",), "all")

ROLES = (
    RoleTemplate(name="manager", grants=rights(THINGS, ("*",), "unit") | rights(DEFINITIONS, ("*",), "all")),
    RoleTemplate(name="salesperson", grants=rights(THINGS, WORK, "team") | KNOWN),
    RoleTemplate(name="service", grants=rights(THINGS, WORK, "unit") | KNOWN),
    RoleTemplate(name="read_only", grants=rights(THINGS, ("view",), "unit") | KNOWN),
)
