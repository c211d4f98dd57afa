"""The permissions of core beyond the general ones of its resources."""

from __future__ import annotations

from core.contracts.contributions import Permission
from core.labels import translations

_ = translations("core")

PERMISSIONS = (
    Permission(name="core.users.password", title=_("Set passwords of users")),
    Permission(name="core.saved_views.publish", title=_("Share saved views with everybody")),
    Permission(name="core.settings.view", title=_("See settings of the company")),
    Permission(name="core.settings.edit", title=_("Change settings of the company")),
    Permission(name="core.plugins.manage", title=_("Enable, disable, remove and restore plugins")),
    Permission(name="core.plugins.rescue", title=_("See what a plugin hides that does not run")),
    Permission(name="core.jobs.view", title=_("See jobs of everybody")),
    Permission(name="core.jobs.manage", title=_("Run again and discard jobs of everybody")),
    Permission(name="core.undo.manage", title=_("Undo what others did at once")),
    Permission(name="core.changes.view", title=_("See the journal of changes")),
)
