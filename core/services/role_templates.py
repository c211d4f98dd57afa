"""Making the roles that core and plugins declare; afterwards they may be changed like any other role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from core.contracts import hookspecs
from core.contracts.contributions import RoleTemplate
from core.contracts.work import ReachName
from core.data.models import Role
from core.services import records

if TYPE_CHECKING:
    from core.services.work import Work

CAUSE = "plugin_enabled"


def create_missing(work: Work) -> list[int]:
    """Make all declared roles that do not exist yet; answers the ids of the new ones."""
    return _create(work, work.registry.role_templates, _known(work))


def come_with(work: Work, owner: str) -> None:
    """Make the roles of a plugin that is being enabled, and add to others what it declares for them.

    Whoever may enable it need not hold these rights himself; he gives them to nobody but those who have the
    roles already.
    """
    declared = [item for name, item in work.hooks.collect(hookspecs.role_templates) if name == owner]
    added: dict[str, dict[str, ReachName]] = {}
    for item in declared:
        if item.title is None:
            added.setdefault(item.name, {}).update(item.grants)
    with work.unlimited(CAUSE) as everything:
        known = _known(everything)
        _create(everything, [item for item in declared if item.title is not None], known)
        updates = [
            records.Update(known[name], {"grants": _with(everything, known[name], grants)})
            for name, grants in added.items()
            if name in known
        ]
        records.update(everything, "roles", updates)


def _known(work: Work) -> dict[str, int]:
    return {row.name: row.id for row in work.session.execute(select(Role.name, Role.id))}


def _create(work: Work, templates: Iterable[RoleTemplate], known: dict[str, int]) -> list[int]:
    rows: list[dict[str, Any]] = [
        {"name": item.name, "title": str(item.title), "grants": _lines(item.grants)}
        for item in templates
        if item.name not in known
    ]
    return records.create(work, "roles", rows)


def _with(work: Work, role: int, added: Mapping[str, ReachName]) -> list[dict[str, Any]]:
    """What a role grants, which stays as it is, and what is added to it."""
    grants = list(records.read(work, "roles", role)["grants"])
    held = {line["permission"] for line in grants}
    return grants + [line for line in _lines(added) if line["permission"] not in held]


def _lines(grants: Mapping[str, ReachName]) -> list[dict[str, Any]]:
    return [{"permission": name, "reach": reach} for name, reach in grants.items()]
