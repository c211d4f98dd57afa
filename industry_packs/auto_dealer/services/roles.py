"""What the usual roles may do with vehicles, appointments and recalls."""

from __future__ import annotations

from core.plugin_api import RoleTemplate, rights

OF_VEHICLES = (
    "auto_dealer.plates",
    "auto_dealer.policies",
    "auto_dealer.appointments",
    "auto_dealer.recall_vehicles",
)
CAMPAIGNS = ("auto_dealer.recalls", "auto_dealer.recall_ranges")
WORK = ("view", "create", "edit")
KNOWN = rights(CAMPAIGNS, ("view",), "all")

ROLES = (
    RoleTemplate(
        name="manager",
        grants={
            **rights(OF_VEHICLES, ("*",), "unit"),
            **rights(CAMPAIGNS, ("*",), "all"),
            "auto_dealer.run": "all",
        },
    ),
    RoleTemplate(name="salesperson", grants=rights(OF_VEHICLES, WORK, "team") | KNOWN),
    RoleTemplate(name="service", grants=rights(OF_VEHICLES, WORK, "unit") | KNOWN),
    RoleTemplate(name="read_only", grants=rights(OF_VEHICLES, ("view",), "unit") | KNOWN),
)
