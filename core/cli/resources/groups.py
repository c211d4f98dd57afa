"""One group for every kind of record; the kinds of a plugin stand under its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import click

from core.cli.elements import Command, Group
from core.cli.resources import exporting, importing, listing, reading, totals, writing
from core.cli.resources.actions import action_command
from core.cli.resources.examples import path_of, record_of
from core.host.record_types import RecordType
from core.host.registry import Registry
from core.labels import translations
from core.services.lists import summable

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


def group_of(name: str, registry: Registry) -> click.Command | None:
    """The commands of a kind of record of core, or of a plugin; None if there is neither."""
    if name in registry.types and registry.types[name].resource.owner == CORE:
        return _record_group(name, registry.types[name])
    if name in plugin_names(registry):
        own = [item for item in registry.types.values() if item.resource.owner == name]
        groups = [_record_group(item.resource.name, item) for item in own]
        examples = [f"guanxi {path_of(item)} list" for item in own]
        return Group(name, _("The records of the plugin {name}.").fill(name=name), groups, examples)
    return None


def plugin_names(registry: Registry) -> list[str]:
    """The plugins that bring kinds of records."""
    owners = dict.fromkeys(item.resource.owner for item in registry.types.values())
    return [name for name in owners if name != CORE]


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
    for verb, makers in VERBS.items():
        if verb in record_type.resource.verbs:
            yield from (make(record_type) for make in makers)
    numbers = summable(record_type)
    if numbers and "list" in record_type.resource.verbs:
        yield totals.command(record_type, numbers)
    for action in record_type.resource.actions:
        yield action_command(record_type, action)
