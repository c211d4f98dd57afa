"""The roles that a new installation begins with. They may be changed afterwards like any other role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.contracts.contributions import RoleTemplate
from core.contracts.work import ReachName
from core.labels import translations

_ = translations("core")

TALKS = ("customers", "contacts", "activities")
CUSTOMER_DATA = (*TALKS, "attachments")


def rights(resources: Iterable[str], actions: Iterable[str], reach: ReachName) -> dict[str, ReachName]:
    """The same actions on several resources of core with one reach."""
    actions = tuple(actions)
    return {f"core.{resource}.{action}": reach for resource in resources for action in actions}


# What everybody needs: words and names to choose from, own views, own tokens, the own password.
COMMON: Mapping[str, ReachName] = {
    **rights(("users", "units", "tags", "exchange_rates"), ("view",), "all"),
    **rights(("saved_views",), ("view", "create", "edit", "delete"), "all"),
    **rights(("tokens",), ("view", "create", "edit", "delete"), "own"),
    "core.users.password": "own",
}
# For everybody who talks to customers: a right to see a kind of field has no reach of its own.
REACHABLE: Mapping[str, ReachName] = {
    **rights(("customers", "contacts"), ("phone",), "all"),
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
            **rights(("tags",), ("create", "edit"), "all"),
            **rights(("roles",), ("view",), "all"),
            **rights(("changes",), ("view",), "unit"),
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
            **rights(("contacts",), ("merge",), "team"),
            **REACHABLE,
            "core.customers.identity": "all",
            **rights(("tags",), ("create",), "all"),
        },
    ),
    RoleTemplate(
        name="service",
        title=_("Service"),
        grants={
            **COMMON,
            **rights(("customers",), ("view",), "unit"),
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
