"""`guanxi plugin` and `guanxi pack`: see, plan, enable, disable, remove and restore what extends Guanxi."""

from __future__ import annotations

from functools import partial

import click

from core.cli.admin import plugin_changes, plugin_views
from core.cli.admin.plugin_plans import ACTIONS
from core.cli.elements import Argument, Command, Group, Lazy, Option
from core.cli.resources.options import DRY_RUN, JSON, YES
from core.labels import translations

_ = translations("core")

CHECK = "core.testing.conformance.command:CHECK"
EXAMPLES = {"plugin": "sales", "pack": "utilities"}


def command(kind: str = "plugin") -> Group:
    """The group of plugins; for `pack`, the same about industry packs only."""
    example = EXAMPLES[kind]
    titles = {
        "plugin": _("See, plan, enable, disable, remove and restore plugins."),
        "pack": _("See, plan, enable, disable, remove and restore industry packs."),
    }
    commands = [*_reading(kind, example), *_changing(kind, example)]
    check = [Lazy("check", _("Check whether a plugin keeps the rules; for those who write one."), CHECK)]
    writing = [_migration(kind, example), *check]
    return Group(
        kind,
        titles[kind],
        [*commands, *(writing if kind == "plugin" else [])],
        (f"guanxi {kind} list", f"guanxi {kind} plan {example}", f"guanxi {kind} enable {example}"),
    )


def _name(kind: str) -> Argument:
    return Argument("name", _("The name, such as {example}.").fill(example=EXAMPLES[kind]), metavar="NAME")


def _reading(kind: str, example: str) -> list[click.Command]:
    action = Option(
        ["--for", "action"],
        _("What to plan: enable, disable or remove."),
        type=click.Choice(ACTIONS),
        default=ACTIONS[0],
        metavar="ACTION",
    )
    return [
        Command(
            "list",
            _("List all, with state and reason."),
            partial(plugin_views.run_list, kind),
            (JSON,),
            (f"guanxi {kind} list", f"guanxi {kind} list --json"),
        ),
        Command(
            "info",
            _("Show one: what it is, what it adds, what it has."),
            partial(plugin_views.info, kind),
            (_name(kind), JSON),
            (f"guanxi {kind} info {example}",),
        ),
        Command(
            "plan",
            _("Show what enabling, disabling or removing will do."),
            partial(plugin_changes.plan, kind),
            (_name(kind), action, JSON),
            (f"guanxi {kind} plan {example}", f"guanxi {kind} plan {example} --for remove"),
        ),
    ]


def _changing(kind: str, example: str) -> list[click.Command]:
    options = (YES, DRY_RUN, JSON)
    archive = Argument("archive", _("The archive that remove wrote."), metavar="ARCHIVE")
    return [
        Command(
            "enable",
            _("Enable it, with all that it requires."),
            partial(plugin_changes.enable, kind),
            (_name(kind), *options),
            (f"guanxi {kind} enable {example}", f"guanxi {kind} enable {example} --dry-run"),
        ),
        Command(
            "disable",
            _("Disable it; its data stay."),
            partial(plugin_changes.disable, kind),
            (_name(kind), *options),
            (f"guanxi {kind} disable {example}",),
        ),
        Command(
            "remove",
            _("Write all its data into an archive, then drop them."),
            partial(plugin_changes.remove, kind),
            (_name(kind), *options),
            (f"guanxi {kind} remove {example}", f"guanxi {kind} remove {example} --yes"),
        ),
        Command(
            "restore",
            _("Bring the data of an archive back; the plugin is disabled then."),
            partial(plugin_changes.restore, kind),
            (archive, *options),
            (f"guanxi {kind} restore var/archives/{example}-20261122T080000Z.zip",),
        ),
    ]


def _migration(kind: str, example: str) -> Command:
    return Command(
        "migration",
        _("Write the next migration of a plugin from its models; for those who write one."),
        plugin_changes.migration,
        (_name(kind), Argument("message", _("What it does, in a word or two."), metavar="MESSAGE"), JSON),
        (f"guanxi {kind} migration {example} initial",),
    )
