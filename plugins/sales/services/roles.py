"""Roles for those who work with leads; people have them beside those that they have."""

from __future__ import annotations

from core.plugin_api import RoleTemplate, translations
from plugins.sales.services.names import ABSENCES, LEADS, ROUTES

_ = translations("sales")

ROLES = (
    RoleTemplate(
        name="leads_salesperson",
        title=_("Leads: salesperson"),
        grants={
            **{f"{LEADS}.{action}": "team" for action in ("view", "create", "edit", "import", "export")},
            **{f"{LEADS}.{group}": "all" for group in ("phone", "email")},
            f"{ROUTES}.view": "all",
            **{f"{ABSENCES}.{action}": "own" for action in ("view", "create", "edit", "delete")},
        },
    ),
    RoleTemplate(
        name="leads_manager",
        title=_("Leads: manager"),
        grants={
            f"{LEADS}.*": "unit",
            f"{ROUTES}.*": "all",
            f"{ABSENCES}.*": "all",
            "sales.clock.run": "all",
        },
    ),
)
