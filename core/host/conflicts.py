"""What two owners cannot both have, or no plugin at all: told of the one that comes later, with the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from core.contracts.contributions import CommandGroup
from core.contracts.resources import Resource
from core.errors import PluginFault
from core.host.specifications import CORE
from core.labels import Label, translations

_ = translations("core")


class _HasName(Protocol):
    @property
    def name(self) -> str: ...


Named = TypeVar("Named", bound=_HasName)
Collected = Iterable[tuple[str, Named]]
"""Contributions beside their owners, in dependency order."""

CODE = re.compile(r"[a-z][a-z0-9_]*")
WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "list": ("list", "total", "totals", "fields"),
        "read": ("show", "history"),
        "create": ("create",),
        "update": ("update",),
        "delete": ("delete", "restore"),
        "import": ("import",),
        "export": ("export",),
    }
)
"""What the general operations are called in addresses and commands, by the verb that offers them."""

TAKEN = _("It declares {what} {name}, which {other} has already.")
OF_PLUGIN = _("the plugin {name}")
OF_CORE = _("Guanxi itself")
OF_ITSELF = _("it")
RENAME = _("Give it another name, or disable {other}: guanxi plugin disable {other}")
RENAME_ONE = _("Give one of them another name.")
NOT_ITS_NAME = _("It declares {what} {name}; its names begin with {owner}.")
CALL_IT = _("Call it {name}.")
NO_CODE = _("It declares {what} {name}, which cannot stand in an address.")
SMALL_LETTERS = _("Use small letters, digits and _, and begin with a letter.")
NOT_ITS_TABLE = _(
    "The table {table} of {what} {name} is not its own: the names of those begin with {owner}_."
)

PERMISSION = _("the permission")
SETTING = _("the setting")
ACTIVITY_TYPE = _("the type of activity")
ROLE = _("the role")
RECORDS = _("the kind of records")
TABLE = _("the table")
ACTION = _("the action")
LINES = _("the lines")
COMMAND = _("the command")
DEMO_DATA = _("the demo data")
JOB = _("the job")
CHECK = _("the check")


def by_name(hook: str, what: Label, found: Collected[Named]) -> Mapping[str, Named]:
    """Contributions by their names, in the order of declaration; a name that is taken is a PluginFault."""
    found = list(found)
    check_unique(hook, what, ((owner, item.name) for owner, item in found))
    return MappingProxyType({item.name: item for _owner, item in found})


def check_unique(hook: str, what: Label, names: Iterable[tuple[str, str]]) -> None:
    """Raise PluginFault for the first name that somebody before has."""
    owners: dict[str, str] = {}
    for owner, name in names:
        if name in owners:
            raise _taken(hook, what, name, owner, owners[name])
        owners[name] = owner


def check_own(hook: str, what: Label, names: Iterable[tuple[str, str]]) -> None:
    """Raise PluginFault for a name of a plugin that does not begin with the plugin's."""
    for owner, name in names:
        if owner != CORE and not name.startswith(f"{owner}."):
            why = NOT_ITS_NAME.fill(what=what, name=name, owner=f"{owner}.")
            raise PluginFault(owner, hook, why=why, fix=CALL_IT.fill(name=f"{owner}.{name}"))


def check_resources(resources: Iterable[Resource]) -> None:
    """Raise PluginFault for resources that could not be addressed, or whose tables are not their owner's."""
    resources = list(resources)
    check_unique("resources", RECORDS, ((item.owner, item.full_name) for item in resources))
    names = {item.full_name for item in resources if item.owner == CORE}
    for item in resources:
        if item.owner in names:
            raise _taken("resources", RECORDS, item.owner, item.owner, CORE)
        blamed(item.owner, "resources", _check_codes, item)
        blamed(item.owner, "resources", _check_tables, item)
    check_unique("resources", TABLE, (pair for item in resources for pair in _tables(item)))


def check_commands(commands: Collected[CommandGroup], resources: Iterable[Resource]) -> None:
    """Raise PluginFault for a command that has the name of another one, or of the plugin's own records."""
    of_records = [(item.owner, f"{item.owner} {item.name}") for item in resources if item.owner != CORE]
    own = [(owner, f"{owner} {item.name}") for owner, item in commands]
    check_unique("cli_commands", COMMAND, [*of_records, *own])


def blamed(owner: str, hook: str, make: Callable[..., Any], *arguments: Any) -> Any:
    """What `make` answers; whatever it raises is a fault of this owner."""
    try:
        return make(*arguments)
    except PluginFault:
        raise
    except Exception as error:
        raise PluginFault(owner, hook, why=f"{type(error).__name__}: {error}") from error


def _check_codes(resource: Resource) -> None:
    """The names that stand in addresses and commands."""
    codes = [(RECORDS, resource.name), *((LINES, item.name) for item in resource.children)]
    codes += ((ACTION, item.name) for item in resource.actions)
    for what, name in codes:
        if not CODE.fullmatch(name):
            why = NO_CODE.fill(what=what, name=repr(name))
            raise PluginFault(resource.owner, "resources", why=why, fix=SMALL_LETTERS)
    taken = [(CORE, word) for verb in resource.verbs for word in WORDS.get(verb, ())]
    check_unique("resources", ACTION, [*taken, *((resource.owner, item.name) for item in resource.actions)])


def _check_tables(resource: Resource) -> None:
    for _owner, table in _tables(resource):
        if not table.startswith(f"{resource.owner}_"):
            why = NOT_ITS_TABLE.fill(table=table, what=RECORDS, name=resource.full_name, owner=resource.owner)
            raise PluginFault(resource.owner, "resources", why=why)


def _tables(resource: Resource) -> Iterator[tuple[str, str]]:
    """The tables of a resource: of its records and of their lines."""
    yield resource.owner, resource.model.__tablename__
    yield from ((resource.owner, item.model.__tablename__) for item in resource.children)


def _taken(hook: str, what: Label, name: str, owner: str, other: str) -> PluginFault:
    if owner == other:
        why, fix = TAKEN.fill(what=what, name=name, other=OF_ITSELF), RENAME_ONE
    elif other == CORE:
        why, fix = TAKEN.fill(what=what, name=name, other=OF_CORE), RENAME_ONE
    else:
        why = TAKEN.fill(what=what, name=name, other=OF_PLUGIN.fill(name=other))
        fix = RENAME.fill(other=other)
    return PluginFault(owner, hook, why=why, fix=fix)
