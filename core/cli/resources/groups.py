"""One group for every kind of record; the kinds of a plugin stand under its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import click

from core.cli.elements import Command, Contributed, Group
from core.cli.resources import attaching, exporting, importing, listing, reading, totals, views, writing
from core.cli.resources.actions import action_command
from core.cli.resources.examples import path_of, record_of
from core.contracts import hookspecs
from core.host.record_types import RecordType
from core.labels import translations
from core.services.lists import summable
from core.services.work import App

_ = translations("core")

CORE = "core"
Maker = Callable[[RecordType], Command]

VERBS: Mapping[str, tuple[Maker, ...]] = MappingProxyType(
    {
        "list": (listing.command,),
        "read": (reading.show_command, reading.history_command, reading.fields_command),
        "create": (writing.create_command,),
        "update": (writing.update_command,),
        "delete": (writing.delete_command, writing.restore_command),
        "import": (importing.command,),
        "export": (exporting.command,),
    }
)
"""The commands of each general verb of a resource."""

OF_ITS_OWN: Mapping[str, tuple[Maker, ...]] = MappingProxyType(
    {
        "attachments": (attaching.add_command, attaching.get_command),
        "saved_views": (views.command,),
    }
)
"""Commands that only one kind of record has."""


def group_of(name: str, app: App) -> click.Command | None:
    """The commands of a kind of record of core, or of a plugin; None if there is neither."""
    types = app.registry.types
    if name in types and types[name].resource.owner == CORE:
        return _record_group(name, types[name])
    return _plugin_group(name, app) if name in plugin_names(app) else None


def plugin_names(app: App) -> list[str]:
    """The plugins that bring kinds of records or commands."""
    owners = [item.resource.owner for item in app.registry.types.values()]
    owners += [owner for owner, _item in app.hooks.collect(hookspecs.cli_commands)]
    return [name for name in dict.fromkeys(owners) if name != CORE]


def _plugin_group(name: str, app: App) -> Group:
    """The kinds of records of a plugin, then its own commands."""
    own = [item for item in app.registry.types.values() if item.resource.owner == name]
    groups: list[click.Command] = [_record_group(item.resource.name, item) for item in own]
    contributed = app.hooks.collect(hookspecs.cli_commands)
    groups += [Contributed(item) for owner, item in contributed if owner == name]
    examples = [f"guanxi {path_of(item)} list" for item in own] or [f"guanxi {name} {groups[0].name}"]
    return Group(name, _("The commands of the plugin {name}.").fill(name=name), groups, examples)


def _record_group(name: str, record_type: RecordType) -> Group:
    path = path_of(record_type)
    return Group(
        name,
        _("Work with {records}.").fill(records=record_type.resource.title),
        _commands(record_type),
        (f"guanxi {path} list", f"guanxi {path} show {record_of(record_type)}", f"guanxi {path} fields"),
    )


def _commands(record_type: RecordType) -> Iterator[Command]:
    """The general verbs that the resource offers, then its actions."""
    yield from (make(record_type) for make in OF_ITS_OWN.get(record_type.name, ()))
    for verb, makers in VERBS.items():
        if verb in record_type.resource.verbs:
            yield from (make(record_type) for make in makers)
    numbers = summable(record_type)
    if numbers and "list" in record_type.resource.verbs:
        yield totals.command(record_type, numbers)
    for action in record_type.resource.actions:
        yield action_command(record_type, action)
