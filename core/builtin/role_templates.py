"""The roles that a new installation begins with. They may be changed afterwards like any other role."""

from __future__ import annotations

from collections.abc import Mapping

from core.contracts.contributions import RoleTemplate, rights
from core.contracts.work import ReachName
from core.labels import translations

_ = translations("core")

TALKS = ("core.customers", "core.contacts", "core.activities")
CUSTOMER_DATA = (*TALKS, "core.attachments")


# What everybody needs: words and names to choose from, own views, own tokens, the own password.
COMMON: Mapping[str, ReachName] = {
    **rights(("core.users", "core.units", "core.tags", "core.exchange_rates"), ("view",), "all"),
    **rights(("core.saved_views",), ("view", "create", "edit", "delete"), "all"),
    **rights(("core.tokens",), ("view", "create", "edit", "delete"), "own"),
    "core.users.password": "own",
}
# For everybody who talks to customers: a right to see a kind of field has no reach of its own.
REACHABLE: Mapping[str, ReachName] = {
    **rights(("core.customers", "core.contacts"), ("phone",), "all"),
    **rights(TALKS, ("email",), "all"),
}

ROLE_TEMPLATES = (
    RoleTemplate(name="administrator", title=_("Administrator"), grants={"*": "all"}),
    RoleTemplate(
        name="manager",
        title=_("Manager"),
        grants={
            **COMMON,
            **rights(CUSTOMER_DATA, ("*",), "unit"),
            **rights(("core.tags",), ("create", "edit"), "all"),
            **rights(("core.roles",), ("view",), "all"),
            **rights(("core.changes",), ("view",), "unit"),
            "core.saved_views.publish": "all",
        },
    ),
    RoleTemplate(
        name="salesperson",
        title=_("Salesperson"),
        grants={
            **COMMON,
            **rights(CUSTOMER_DATA, ("view", "create", "edit"), "team"),
            **rights(CUSTOMER_DATA[1:], ("delete",), "team"),
            **rights(("core.contacts",), ("merge",), "team"),
            **REACHABLE,
            "core.customers.identity": "all",
            **rights(("core.tags",), ("create",), "all"),
        },
    ),
    RoleTemplate(
        name="service",
        title=_("Service"),
        grants={
            **COMMON,
            **rights(("core.customers",), ("view",), "unit"),
            **rights(CUSTOMER_DATA[1:], ("view", "create", "edit"), "unit"),
            **REACHABLE,
        },
    ),
    RoleTemplate(
        name="read_only",
        title=_("Read only"),
        grants={**COMMON, **rights(CUSTOMER_DATA, ("view",), "unit")},
    ),
)
