"""What the usual roles may do with messages, and with what customers want of them."""

from __future__ import annotations

from core.plugin_api import RoleTemplate, rights

CONSENTS, TEMPLATES, LOG = ("messaging.consents",), ("messaging.templates",), ("messaging.log",)
WORK = ("view", "create", "edit")
# Everybody says how he himself wants to be told, and may read what would be sent.
COMMON = rights(("messaging.preferences",), (*WORK, "delete"), "own") | rights(TEMPLATES, ("view",), "all")

ROLES = (
    RoleTemplate(
        name="manager",
        grants={
            **COMMON,
            **rights((*CONSENTS, "messaging.notices", "messaging.bounces"), ("*",), "unit"),
            **rights(TEMPLATES, ("*",), "all"),
            **rights(LOG, ("view", "decide"), "unit"),
        },
    ),
    RoleTemplate(
        name="salesperson",
        grants={**COMMON, **rights(CONSENTS, WORK, "team"), **rights(LOG, ("view",), "team")},
    ),
    RoleTemplate(
        name="service",
        grants={**COMMON, **rights(CONSENTS, WORK, "unit"), **rights(LOG, ("view",), "unit")},
    ),
    RoleTemplate(
        name="read_only",
        grants={**COMMON, **rights((*CONSENTS, *LOG), ("view",), "unit")},
    ),
)
