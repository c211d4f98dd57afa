"""What the usual roles may do with leads."""

from __future__ import annotations

from core.plugin_api import RoleTemplate, rights
from plugins.sales.services.names import ABSENCES, LEADS, ROUTES

OWN = ("view", "create", "edit", "delete")
REACHABLE = rights((LEADS,), ("phone", "email"), "all")
RULES = rights((ROUTES,), ("view",), "all")

ROLES = (
    RoleTemplate(
        name="manager",
        grants={
            **rights((LEADS,), ("*",), "unit"),
            **rights((ROUTES, ABSENCES), ("*",), "all"),
            "sales.clock.run": "all",
        },
    ),
    RoleTemplate(
        name="salesperson",
        grants={
            **rights((LEADS,), ("view", "create", "edit", "import", "export"), "team"),
            **rights((ABSENCES,), OWN, "own"),
            **REACHABLE,
            **RULES,
        },
    ),
    RoleTemplate(name="service", grants={**rights((LEADS,), ("view", "create"), "unit"), **REACHABLE}),
    RoleTemplate(name="read_only", grants=rights((LEADS,), ("view",), "unit") | RULES),
)
