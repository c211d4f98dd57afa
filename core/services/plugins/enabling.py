"""Enable and disable plugins, exactly as planned, each time in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import Connection, delete, insert
from sqlalchemy.exc import IntegrityError

from core.contracts import hookspecs
from core.contracts.work import Actor
from core.data.migrations import current_revision, upgrade_owner
from core.data.models import PluginState
from core.errors import Conflict, GuanxiError
from core.host.registry import Registry
from core.labels import translations
from core.services.plugins import states
from core.services.plugins.changing import AGAIN, MEANWHILE, changing, refuse, with_plugins
from core.services.plugins.planning import Plan, Step
from core.services.records.extensions import match_trash
from core.services.reindexing import enqueue_if_words_come_or_go
from core.services.role_templates import come_with
from core.services.work import App, Work

_ = translations("core")

log = structlog.get_logger("guanxi.plugins")

CANNOT_ENABLE = _("The plugin {name} cannot be enabled; nothing was changed.")
TWICE = _("A record came out of the trash with a value, unique in one of its fields, that another has now.")
TRASH_ONE = _("Put one of them back into the trash, and enable it again.")
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
            _match_trash(connection, plan.assembly.registry, step)
        _store(connection, plan.steps, work)
        for step in plan.steps:
            work.hooks.notify_only(step.name, hookspecs.plugin_enabled, work=work)
            come_with(work, step.name)
            enqueue_if_words_come_or_go(work, connection, step.name)
            details = {"version": step.version, "revision": step.head, "for": plan.name}
            work.record("plugin_enabled", step.name, details)


def disable(app: App, actor: Actor, plan: Plan) -> bool:
    """Do what `plan_disabling` found; False if it is disabled already. The data stay.

    The plugin's hook is called if it runs; what it does is undone if it fails. Raises Conflict while others
    need it.
    """
    refuse(CANNOT_DISABLE.fill(name=plan.name), plan.conflicts)
    with app.database.reading() as connection:
        if not states.stored(connection)[plan.name].is_enabled:
            return False
    with changing(app, actor, plan.generation, schema=False) as (connection, work):
        fault = _told(work, plan.name)
        enqueue_if_words_come_or_go(work, connection, plan.name)
        states.disable(connection, [plan.name], work.now)
        work.record("plugin_disabled", plan.name, {"fault": fault} if fault else {})
    return True


def _told(work: Work, name: str) -> str:
    """Let the plugin put things in order. One that fails is disabled all the same; answers why it failed."""
    try:
        with work.session.begin_nested():
            work.hooks.notify_only(name, hookspecs.plugin_disabled, work=work)
    except GuanxiError as error:
        log.error("plugin failed while it was disabled", plugin=name, error=str(error))
        return str(error)
    return ""


def _check_revisions(connection: Connection, steps: Sequence[Step]) -> None:
    for step in steps:
        if current_revision(connection, step.found.owner) != step.revision:
            raise Conflict(MEANWHILE, fix=AGAIN)


def _match_trash(connection: Connection, registry: Registry, step: Step) -> None:
    """What others put into the trash while it was disabled goes there beside the records, too."""
    try:
        match_trash(connection, registry, step.name)
    except IntegrityError as error:
        raise Conflict(CANNOT_ENABLE.fill(name=step.name), why=TWICE, fix=TRASH_ONE) from error


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
