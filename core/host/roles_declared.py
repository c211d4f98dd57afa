"""The roles that owners declare, with what others add to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.contracts.contributions import RoleTemplate
from core.host import conflicts


def role_templates(found: Iterable[tuple[str, RoleTemplate]]) -> tuple[RoleTemplate, ...]:
    """Those with a title, each with the grants of those of its name without one.

    Raises PluginFault where two owners declare the same role. What is added to a role that nobody declares is
    left out: its plugin may be disabled.
    """
    found = list(found)
    declared = conflicts.by_name(
        "role_templates", conflicts.ROLE, [(owner, item) for owner, item in found if item.title is not None]
    )
    roles = dict(declared)
    for _owner, item in found:
        if item.title is None and item.name in roles:
            role = roles[item.name]
            roles[item.name] = replace(role, grants={**item.grants, **role.grants})
    return tuple(roles.values())
