"""What is declared in an application, as names that can be compared: what a plugin adds to it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from core.contracts import hookspecs
from core.host.implementations import implementations
from core.host.plugins import Assembly
from core.labels import translations

_ = translations("core")

Contents = Mapping[str, frozenset[str]]

TITLES = MappingProxyType(
    {
        "tables": _("Tables"),
        "columns": _("Columns"),
        "indexes": _("Indexes"),
        "resources": _("Record types"),
        "extensions": _("Extensions"),
        "fields": _("Fields of others"),
        "permissions": _("Permissions"),
        "role_templates": _("Roles"),
        "settings": _("Settings"),
        "activity_types": _("Activity types"),
        "jobs": _("Jobs"),
        "schedules": _("Schedules"),
        "commands": _("Commands"),
        "demo_data": _("Demo data"),
        "hooks": _("Hooks"),
        "restricts": _("Tables whose rows it hides"),
    }
)
"""What is declared, in the order in which it is shown."""


def contents(assembly: Assembly) -> Contents:
    """The names of everything that is declared, by kind."""
    hooks, registry = assembly.hooks, assembly.registry
    found: Mapping[str, Iterable[str]] = {
        "resources": registry.types,
        "extensions": (
            f"{owner}: {registry.type_of(item.of).name}"
            for owner, item in hooks.collect(hookspecs.extensions)
        ),
        "fields": (f"{each.name}.{field.name}" for each in registry.types.values() for field in each.public),
        "permissions": registry.permissions,
        "role_templates": (item.name for item in registry.role_templates),
        "settings": registry.settings,
        "activity_types": registry.activity_types,
        "jobs": registry.jobs,
        "schedules": (f"{item.job} {item.cron} {item.time_zone}".strip() for item in registry.schedules),
        "commands": (item.name for _owner, item in hooks.collect(hookspecs.cli_commands)),
        "demo_data": (item.name for _owner, item in hooks.collect(hookspecs.demo_data)),
        "hooks": _implemented(assembly),
        "restricts": (f"{owner}: {item.model.__tablename__}" for owner, item in registry.visibility_rules),
    }
    return {kind: frozenset(names) for kind, names in found.items()}


def difference(before: Contents, after: Contents) -> dict[str, tuple[str, ...]]:
    """What `after` has and `before` has not, sorted; fields only where their record type is not new, too."""
    added = {kind: tuple(sorted(names - before[kind])) for kind, names in after.items()}
    new = added["resources"]
    added["fields"] = tuple(
        name for name in added["fields"] if not name.startswith(tuple(f"{n}." for n in new))
    )
    return {kind: names for kind, names in added.items() if names}


def restricted(assembly: Assembly, name: str) -> list[str]:
    """The tables whose rows the rules of a plugin limit."""
    rules = assembly.registry.visibility_rules
    return sorted({item.model.__tablename__ for owner, item in rules if owner == name})


def _implemented(assembly: Assembly) -> Iterable[str]:
    for found in assembly.plugins.running:
        for item in implementations(found.name, sys.modules[found.module]):
            yield f"{found.name}: {f'{item.of}.' if item.of else ''}{item.name}"
