"""What the usual roles may do with vehicles, appointments and recalls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

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


def together(*parts: Iterable[RoleTemplate]) -> list[RoleTemplate]:
    """The templates of several parts of the pack, one for each role."""
    found: dict[str, RoleTemplate] = {}
    for template in (each for part in parts for each in part):
        known = found.setdefault(template.name, template)
        found[template.name] = replace(known, grants={**known.grants, **template.grants})
    return list(found.values())
