"""How plans of changes of plugins are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.cli.errors import UsageProblem
from core.cli.invocation import Invocation
from core.contracts import hookspecs
from core.errors import Conflict
from core.labels import Label, translations
from core.services.plugins import leftovers
from core.services.plugins.contents import TITLES
from core.services.plugins.listing import Listed
from core.services.plugins.planning import Plan, Problem

_ = translations("core")

ACTIONS = ("enable", "disable", "remove")
SHOWN = 20
"""How many names of a kind are shown to people; JSON has all."""

NO_PACK = _("{name} is a plugin, not an industry pack.")
SAY_PLUGIN = _("Say guanxi plugin instead.")
IN_THE_WAY = _("This cannot be done as things are.")
NOTHING = _("Nothing to do: {name} is {state}.")
ENABLES = _("Enables {name} {version}: from {before} to {after}.")
TAKES = {
    "disable": _("What the plugin declares goes; its data stay:"),
    "remove": _("These rows go into an archive and are dropped:"),
}
ROWS = _("{table}: {count} rows")
KEPT = _("{what}: {count}")
PERMISSIONS = _("New permissions: {names}.")
GRANTED = _("Roles that grant what their people need of them: {names}.")
GRANT = _("You grant more in the list of a role's rights: {command}")
GRANT_COMMAND = """guanxi roles update ROLE --set 'grants=[{"permission": "%s", "reach": "all"}, ...]'"""


def require_kind(kind: str, listed: Listed) -> None:
    """`guanxi pack` is for packs only."""
    if kind == "pack" and listed.kind != kind:
        raise UsageProblem(NO_PACK.fill(name=listed.name), fix=SAY_PLUGIN)


def print_pairs(invocation: Invocation, pairs: Mapping[str, Any]) -> None:
    """One line each, without those that are empty."""
    for name, value in pairs.items():
        if value:
            invocation.output.text(f"{invocation.translate(name)}: {invocation.translate(value)}")


def print_kinds(invocation: Invocation, kinds: Mapping[str, Sequence[str]], sign: str = "") -> None:
    """One line for each kind of thing; long ones are cut, `--json` has all."""
    for kind, names in kinds.items():
        more = [f"... ({len(names)})"] if len(names) > SHOWN else []
        shown = ", ".join([*names[:SHOWN], *more])
        invocation.output.text(f"{sign}{invocation.translate(TITLES[kind])}: {shown}")


def print_plan(invocation: Invocation, plan: Plan) -> None:
    """What it will do, and what is in the way."""
    for step in plan.steps:
        text = ENABLES.fill(
            name=step.name, version=step.version, before=step.revision or "-", after=step.head or "-"
        )
        invocation.text(text)
    print_kinds(invocation, _without_columns_of_new_tables(plan.schema.added), "+ ")
    print_kinds(invocation, plan.schema.removed, "- ")
    print_kinds(invocation, plan.adds, "+ ")
    print_kinds(invocation, plan.takes_away, "- ")
    if plan.action in TAKES:
        invocation.text(TAKES[plan.action])
        for table, count in plan.rows.items():
            invocation.text(ROWS.fill(table=table, count=f"{count:,}"))
        for what, count in plan.stored.items():
            invocation.text(KEPT.fill(what=leftovers.TITLES[what], count=f"{count:,}"))


def require_possible(problems: Sequence[Problem]) -> None:
    """Raise Conflict if anything is in the way of a plan that was shown."""
    if problems:
        reasons = " ".join(str(reason) for reason, _fix in problems)
        raise Conflict(IN_THE_WAY, why=reasons, fix=next((fix for _reason, fix in problems if fix), ""))


def plain_plan(plan: Plan) -> dict[str, Any]:
    """The plan as JSON."""
    return {
        "action": plan.action,
        "name": plan.name,
        "steps": [
            {
                "name": step.name,
                "version": step.version,
                "state": step.before.state if step.before else "available",
                "revision": step.revision,
                "head": step.head,
            }
            for step in plan.steps
        ],
        "schema": {"added": plan.schema.added, "removed": plan.schema.removed},
        "adds": plan.adds,
        "takes_away": plan.takes_away,
        "rows": plan.rows,
        "stored": plan.stored,
        "conflicts": [{"reason": reason, "fix": fix} for reason, fix in plan.conflicts],
    }


def note_permissions(invocation: Invocation, plan: Plan) -> None:
    """Say what may be granted now, which roles grant it already, and how others do."""
    names = plan.adds.get("permissions", ())
    if names and plan.assembly:
        invocation.note(PERMISSIONS.fill(names=", ".join(_in_groups(names))))
        own = {step.name for step in plan.steps}
        declared = plan.assembly.hooks.collect(hookspecs.role_templates)
        if roles := sorted({item.name for owner, item in declared if owner in own}):
            invocation.note(GRANTED.fill(names=", ".join(roles)))
        invocation.note(GRANT.fill(command=GRANT_COMMAND % names[0]))


def _in_groups(names: Sequence[str]) -> list[str]:
    """Those of one resource as one: `care.plans.*`."""
    groups = (f"{name.rpartition('.')[0]}.*" if name.count(".") > 1 else name for name in names)
    return list(dict.fromkeys(groups))


def nothing_to_do(name: str, state: str) -> Label:
    """What to say when it is so already."""
    return NOTHING.fill(name=name, state=state)


def _without_columns_of_new_tables(added: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    new = tuple(f"{table}." for table in added.get("tables", ()))
    shown = {
        kind: [name for name in names if kind == "tables" or not name.startswith(new)]
        for kind, names in added.items()
    }
    return {kind: names for kind, names in shown.items() if names}
