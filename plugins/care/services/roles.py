"""What the usual roles may do with plans and what follows from them."""

from __future__ import annotations

from core.plugin_api import RoleTemplate, rights

CARE = ("care.subjects", "care.services", "care.bookings", "care.reminders", "care.greetings")
RULES = ("care.plans", "care.occasions")
WORK = ("view", "create", "edit")
KNOWN = rights(RULES, ("view",), "all")

ROLES = (
    RoleTemplate(
        name="manager",
        grants={**rights(CARE, ("*",), "unit"), **rights(RULES, ("*",), "all"), "care.run": "all"},
    ),
    RoleTemplate(name="salesperson", grants=rights(CARE, WORK, "team") | KNOWN),
    RoleTemplate(name="service", grants=rights(CARE, WORK, "unit") | KNOWN),
    RoleTemplate(name="read_only", grants=rights(CARE, ("view",), "unit") | KNOWN),
)
