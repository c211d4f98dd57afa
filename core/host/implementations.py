"""What is wrong with the implementations of hooks, told before any is called: with file, line and a hint."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

from core.contracts.markers import PROJECT
from core.errors import PluginFault, did_you_mean
from core.host.specifications import Specification
from core.labels import Label, translations

_ = translations("core")

REGISTRATION = "registration"
RESOURCE = "resource"

NO_HOOK = _("{place} implements the hook {name}, which does not exist.")
NO_HOOK_OF = _("{place} implements the hook {name} of the plugin {of}, which has none of that name.")
NO_RESOURCE = _("{place} is for the kind of records {name}, which does not exist.")
NO_ARGUMENT = _("{place} asks for the argument {name}, which the hook {hook} does not have.")
KNOWN_HOOKS = _("The hooks are {names}.")
KNOWN_ARGUMENTS = _("Its arguments are: {names}.")
NO_ARGUMENTS = _("It has no arguments.")
ANY_ARGUMENTS = _("{place} takes * or **; hooks are given the arguments that are named.")
IS_ASYNC = _("{place} is async; hooks are called without waiting.")
MAKE_PLAIN = _("Write it with def.")
NO_MARK = _("{place} is called like the hook {name}, but is not marked as its implementation.")
MARK = _("Write @hookimpl above it, or give it another name.")
NOT_ABOUT_RESOURCES = _("{place} is for one resource, but the hook {name} is not about records of any.")
TAKE_OUT = _("Take resource=... out.")

Specs = Mapping[str, Specification]
"""The specifications of one owner's hooks, by name."""


@dataclass(frozen=True, slots=True)
class Implementation:
    """A function of a plugin that is marked as implementing a hook of `of` (empty: of core)."""

    owner: str
    name: str
    of: str
    resource: str
    function: Callable[..., Any]

    @property
    def place(self) -> str:
        """Where it stands: `/plugins/x/plugin.py:7`."""
        code = inspect.unwrap(self.function).__code__
        return f"{code.co_filename}:{code.co_firstlineno}"

    @property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """Its parameters, without that of the object that it belongs to."""
        return inspect.signature(self.function).parameters


def implementations(owner: str, plugin: object) -> Iterator[Implementation]:
    """Everything that is marked in a module or on an object."""
    for name in dir(plugin):
        static = inspect.getattr_static(plugin, name)
        function = getattr(static, "__func__", static)  # of a static or class method
        # Not hasattr: there are objects that have every attribute.
        if f"{PROJECT}_impl" in getattr(function, "__dict__", {}):
            bound = getattr(plugin, name)
            yield Implementation(owner, bound.__name__, bound.guanxi_of, bound.guanxi_resource, bound)


def check_marks(owner: str, plugin: object, specs: Specs) -> None:
    """Raise PluginFault for a function of a module that has a hook's name and no mark."""
    if not isinstance(plugin, ModuleType):
        return
    for name, value in vars(plugin).items():
        if not isinstance(value, FunctionType) or value.__module__ != plugin.__name__:
            continue
        if name in specs and not hasattr(value, f"{PROJECT}_impl"):
            place = Implementation(owner, name, "", "", value).place
            raise _refused(owner, NO_MARK.fill(place=place, name=name), MARK)


def check(item: Implementation, specs: Specs) -> None:
    """Raise PluginFault if it cannot implement one of the hooks that `specs` names."""
    spec = specs.get(item.name)
    if spec is None:
        missing = NO_HOOK_OF if item.of else NO_HOOK
        why = missing.fill(place=item.place, name=item.name, of=item.of)
        raise _refused(item.owner, why, _hint(item.name, specs, KNOWN_HOOKS))
    known = inspect.signature(spec.function).parameters
    if inspect.iscoroutinefunction(item.function) or inspect.isasyncgenfunction(item.function):
        raise _refused(item.owner, IS_ASYNC.fill(place=item.place), MAKE_PLAIN)
    if item.resource and RESOURCE not in known:
        why = NOT_ABOUT_RESOURCES.fill(place=item.place, name=item.name)
        raise _refused(item.owner, why, TAKE_OUT)
    for parameter in item.parameters.values():
        _check_argument(item, parameter, list(known))


def check_resource(item: Implementation, known: Collection[str]) -> None:
    """Raise PluginFault if it is for a kind of records that does not exist; of a plugin it may be absent."""
    name, owners = item.resource, {full_name.partition(".")[0] for full_name in known if "." in full_name}
    if name and name not in known and ("." not in name or name.partition(".")[0] in owners):
        why = NO_RESOURCE.fill(place=item.place, name=name)
        raise _refused(item.owner, why, did_you_mean(name, known))


def _check_argument(item: Implementation, parameter: inspect.Parameter, known: list[str]) -> None:
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        names = KNOWN_ARGUMENTS.fill(names=", ".join(known))
        raise _refused(item.owner, ANY_ARGUMENTS.fill(place=item.place), names)
    if parameter.name not in known:
        why = NO_ARGUMENT.fill(place=item.place, name=parameter.name, hook=item.name)
        raise _refused(item.owner, why, _hint(parameter.name, known, KNOWN_ARGUMENTS))


def _hint(name: str, known: Any, otherwise: Label) -> Label:
    listed = otherwise.fill(names=", ".join(known)) if known else NO_ARGUMENTS
    return did_you_mean(name, known) or listed


def _refused(owner: str, why: str, fix: str) -> PluginFault:
    return PluginFault(owner, REGISTRATION, why=why, fix=fix)
