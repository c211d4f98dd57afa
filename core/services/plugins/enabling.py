"""Enable and disable plugins, exactly as planned, each time in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert

from core.contracts import hookspecs
from core.contracts.work import Actor
from core.data.migrations import current_revision, upgrade_owner
from core.data.models import PluginState
from core.errors import Conflict
from core.labels import translations
from core.services.plugins import states
from core.services.plugins.changing import AGAIN, MEANWHILE, changing, refuse, with_plugins
from core.services.plugins.planning import Plan, Step
from core.services.work import App, Work

_ = translations("core")

CANNOT_ENABLE = _("The plugin {name} cannot be enabled; nothing was changed.")
CANNOT_DISABLE = _("The plugin {name} cannot be disabled; nothing was changed.")


def enable(app: App, actor: Actor, plan: Plan) -> None:
    """Do what `plan_enabling` found: migrations, states and the plugins' own hook.

    Raises Conflict for a plan with conflicts, or one that does not hold any more; MigrationError and
    PluginFault for what fails on the way. Nothing is changed then.
    """
    refuse(CANNOT_ENABLE.fill(name=plan.name), plan.conflicts)
    if not plan.steps or plan.assembly is None:
        return
    with changing(with_plugins(app, plan.assembly), actor, plan.generation) as (connection, work):
        _check_revisions(connection, plan.steps)
        for step in plan.steps:
            upgrade_owner(connection, step.found.owner)
        _store(connection, plan.steps, work)
        for step in plan.steps:
            work.hooks.notify_only(step.name, hookspecs.plugin_enabled, work=work)
            details = {"version": step.version, "revision": step.head, "for": plan.name}
            work.record("plugin_enabled", step.name, details)


def disable(app: App, actor: Actor, plan: Plan) -> bool:
    """Do what `plan_disabling` found; False if it is disabled already. The data stay.

    The plugin's hook is called if it runs. Raises Conflict while others need it.
    """
    refuse(CANNOT_DISABLE.fill(name=plan.name), plan.conflicts)
    with app.database.reading() as connection:
        if not states.stored(connection)[plan.name].is_enabled:
            return False
    with changing(app, actor, plan.generation) as (connection, work):
        work.hooks.notify_only(plan.name, hookspecs.plugin_disabled, work=work)
        states.disable(connection, [plan.name], work.now)
        work.record("plugin_disabled", plan.name, {})
    return True


def _check_revisions(connection: Connection, steps: Sequence[Step]) -> None:
    for step in steps:
        if current_revision(connection, step.found.owner) != step.revision:
            raise Conflict(MEANWHILE, fix=AGAIN)


def _store(connection: Connection, steps: Sequence[Step], work: Work) -> None:
    connection.execute(delete(PluginState).where(PluginState.name.in_([step.name for step in steps])))
    rows = [
        {
            "name": step.name,
            "state": states.ENABLED,
            "version": step.version,
            "requires": list(step.found.requires),
            "restricts": list(step.restricts),
            "paused_because": "",
            "faults": 0,
            "changed_at": work.now,
        }
        for step in steps
    ]
    connection.execute(insert(PluginState), rows)
