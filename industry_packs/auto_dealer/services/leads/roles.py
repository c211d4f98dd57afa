"""What the usual roles may do with documents that brought leads, and with what leads want."""

from __future__ import annotations

from core.plugin_api import RoleTemplate, rights
from industry_packs.auto_dealer.services.leads.names import DOCUMENTS, RECEIVE, VEHICLES

ROLES = (
    RoleTemplate(
        name="manager",
        grants={
            **rights((DOCUMENTS,), ("*",), "unit"),
            **rights((VEHICLES,), ("*",), "unit"),
            RECEIVE: "all",
        },
    ),
    RoleTemplate(
        name="salesperson",
        grants=rights((VEHICLES,), ("view", "create", "edit", "delete", "import", "export"), "team"),
    ),
    RoleTemplate(name="service", grants=rights((VEHICLES,), ("view",), "unit")),
    RoleTemplate(name="read_only", grants=rights((VEHICLES,), ("view",), "unit")),
)
