"""What the usual roles may do with follow-up calls and with what is exchanged."""

from __future__ import annotations

from core.plugin_api import RoleTemplate, rights
from industry_packs.auto_dealer.services.exchange.names import GIVE, LINES
from industry_packs.auto_dealer.services.names import FOLLOW_UPS

CALLS = (FOLLOW_UPS,)
WORK = ("view", "edit")

ROLES = (
    RoleTemplate(
        name="manager",
        grants={**rights(CALLS, ("*",), "unit"), **rights((LINES,), ("*",), "unit"), GIVE: "all"},
    ),
    RoleTemplate(name="salesperson", grants=rights(CALLS, WORK, "team")),
    RoleTemplate(name="service", grants=rights(CALLS, WORK, "unit")),
    RoleTemplate(name="read_only", grants=rights(CALLS, ("view",), "unit")),
)
"""Who gives away sees all of it anyway; to take in is for administrators, unless they grant it."""
