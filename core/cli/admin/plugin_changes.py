"""`guanxi plugin plan`, `enable`, `disable`, `remove` and `restore`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from core.cli.admin.plugin_plans import (
    note_permissions,
    nothing_to_do,
    plain_plan,
    print_plan,
    require_kind,
    require_possible,
)
from core.cli.invocation import DRY_RUN_NOTE, Invocation
from core.cli.progress import Progress
from core.cli.words import confirm
from core.labels import Label, translations
from core.services.plugins import enabling, listing, planning, removing, restoring, writing
from core.services.plugins.changing import MANAGE
from core.services.plugins.planning import Plan
from core.services.plugins.unpacking import Archive
from core.services.work import App

_ = translations("core")

PLANS: Mapping[str, Callable[[App, str], Plan]] = MappingProxyType(
    {
        "enable": planning.plan_enabling,
        "disable": planning.plan_disabling,
        "remove": planning.plan_removing,
    }
)

MIGRATION = _("{path} written: read it before you use it.")
ENABLED = _("{names} enabled.")
DISABLED = _("{name} disabled; its data stay.")
WILL_REMOVE = _("{count} rows of {name} will be written into an archive and dropped.")
REMOVED = _("{name} removed; {count} rows are kept in {path}.")
RESTORED = _("{name} restored: {count} rows. It is disabled.")
ENABLE_IT = _("Enable it: guanxi plugin enable {name}")
LEFT_OUT = _("{count} rows of {table} point at records that are gone; they are kept in {path}.")
ARCHIVING, RESTORING = _("Rows archived"), _("Rows restored")


def plan(kind: str, invocation: Invocation, *, name: str, action: str, json: bool) -> None:
    """Show it; what is in the way ends with the exit code of conflicts."""
    found = _plan(kind, invocation, name, action)
    _show(invocation, found, json=json)
    require_possible(found.conflicts)
    if not json and action == "enable" and not found.steps:
        invocation.text(nothing_to_do(name, "enabled"))


def enable(kind: str, invocation: Invocation, *, name: str, yes: bool, dry_run: bool, json: bool) -> None:
    """In this process, which is a fresh one: servers exchange theirs for it."""
    found = _plan(kind, invocation, name, "enable")
    if dry_run or found.conflicts:
        _rehearse(invocation, found, json=json)
        return
    enabling.enable(invocation.app, invocation.actor, found)
    names = [step.name for step in found.steps]
    if json:
        invocation.output.json(enabled=names, plan=plain_plan(found), dry_run=False)
        return
    text = ENABLED.fill(names=", ".join(names)) if names else nothing_to_do(name, "enabled")
    invocation.text(text)
    note_permissions(invocation, found)


def disable(kind: str, invocation: Invocation, *, name: str, yes: bool, dry_run: bool, json: bool) -> None:
    """Works for a plugin that cannot run, too."""
    found = _plan(kind, invocation, name, "disable")
    if dry_run or found.conflicts:
        _rehearse(invocation, found, json=json)
        return
    done = enabling.disable(invocation.app, invocation.actor, found)
    if json:
        invocation.output.json(disabled=[name] if done else [], plan=plain_plan(found), dry_run=False)
        return
    invocation.text(DISABLED.fill(name=name) if done else nothing_to_do(name, "disabled"))


def remove(kind: str, invocation: Invocation, *, name: str, yes: bool, dry_run: bool, json: bool) -> None:
    """Ask first: the name has to be typed."""
    found = _plan(kind, invocation, name, "remove")
    if dry_run or found.conflicts:
        _rehearse(invocation, found, json=json)
        return
    count = f"{sum(found.rows.values()):,}"
    if not yes and not json:
        print_plan(invocation, found)
    confirm(invocation, WILL_REMOVE.fill(count=count, name=name), name, yes=yes)
    with _telling(invocation, ARCHIVING, sum(found.rows.values())) as report:
        removed = removing.remove(invocation.app, invocation.actor, found, report)
    if json:
        rows = dict(removed.manifest.rows)
        invocation.output.json(removed=name, archive=str(removed.archive), rows=rows, dry_run=False)
        return
    invocation.text(REMOVED.fill(name=name, count=count, path=removed.archive))


def restore(kind: str, invocation: Invocation, *, archive: str, yes: bool, dry_run: bool, json: bool) -> None:
    """Everything in the archive is looked at before anything is written."""
    _require_rights(invocation)
    with Archive.open(Path(archive)) as opened:
        name, rows = opened.manifest.plugin, opened.manifest.rows
        found = restoring.plan_restoring(invocation.app, opened)
        require_kind(kind, listing.named(invocation.app, name))
        require_possible(found.conflicts)
        if dry_run:
            done = restoring.Restored(rows, {}, None)
        else:
            with _telling(invocation, RESTORING, sum(rows.values())) as report:
                done = restoring.restore(invocation.app, invocation.actor, found, report)
    if json:
        left_out = {"left_out": dict(done.left_out), "left_out_file": done.left_out_file}
        invocation.output.json(restored=name, rows=dict(done.rows), **left_out, dry_run=dry_run)
        return
    invocation.text(RESTORED.fill(name=name, count=f"{sum(done.rows.values()):,}"))
    for table, count in done.left_out.items():
        invocation.text(LEFT_OUT.fill(count=count, table=table, path=done.left_out_file))
    invocation.note(DRY_RUN_NOTE if dry_run else ENABLE_IT.fill(name=name))


def migration(invocation: Invocation, *, name: str, message: str, json: bool) -> None:
    """Write it beside the others; the database is not touched."""
    path = writing.write_migration(invocation.app, name, message)
    if json:
        invocation.output.json(path=str(path))
    else:
        invocation.text(MIGRATION.fill(path=path))


def _plan(kind: str, invocation: Invocation, name: str, action: str) -> Plan:
    _require_rights(invocation)
    app = invocation.app
    found = PLANS[action](app, name)
    require_kind(kind, listing.named(app, name))
    return found


def _require_rights(invocation: Invocation) -> None:
    with invocation.reading() as work:
        work.require(MANAGE)


def _show(invocation: Invocation, found: Plan, *, json: bool) -> None:
    if json:
        invocation.output.json(plan=plain_plan(found))
    else:
        print_plan(invocation, found)


def _rehearse(invocation: Invocation, found: Plan, *, json: bool) -> None:
    """The plan instead of the deed."""
    _show(invocation, found, json=json)
    require_possible(found.conflicts)
    invocation.note(DRY_RUN_NOTE)


@contextmanager
def _telling(invocation: Invocation, what: Label, total: int) -> Iterator[Callable[[int], None]]:
    """Progress on stderr, taken away at the end. What core keeps comes on top of the total."""
    progress = Progress(invocation, what)
    yield lambda rows: progress(rows, min(1, rows / total) if total else 1)
    progress.finish()
