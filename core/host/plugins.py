"""Put the enabled plugins together: those that can run, run; those that cannot are named with the reason.

A plugin that fails anywhere is taken away again with all that need it, and the rest is put together without
it: core and the other plugins go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import structlog

from core.contracts import hookspecs
from core.contracts.contributions import CommandGroup
from core.data.owners import problem
from core.errors import PluginFault
from core.host.discovery import Found, Places, find
from core.host.hooks import Hooks
from core.host.loading import load, unload
from core.host.ordering import cannot_run, in_order
from core.host.registry import Registry
from core.labels import translations

_ = translations("core")

CORE = "core"
Problem = Literal["quarantined", "missing", "safe mode"]

NO_CODE = _("Its code is not installed.")
INSTALL = _("Install it again, or remove what is left of it: guanxi plugin remove {name}")
ONLY_CORE = _("Guanxi runs in safe mode: with core only.")
LEAVE_SAFE_MODE = _("Start without --safe to run plugins.")

log = structlog.get_logger("guanxi.plugins")


@dataclass(frozen=True, slots=True, kw_only=True)
class StateOfPlugin:
    """An enabled plugin as the database knows it; `restricts` are the tables that its rules limit.

    With `looks_at_tables` it runs only if its tables are at the newest revision; `revision` is theirs.
    """

    name: str
    restricts: tuple[str, ...] = ()
    looks_at_tables: bool = False
    revision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """An enabled plugin that does not run: why, what to do, and the tables that stay closed meanwhile."""

    name: str
    kind: Problem
    reason: str
    fix: str = ""
    restricts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugins:
    """The enabled plugins of a process, at one generation; `running` in the order of dependency."""

    generation: int = 0
    running: tuple[Found, ...] = ()
    stopped: Mapping[str, Stopped] = field(default_factory=dict)
    safe: bool = False

    @property
    def closed(self) -> frozenset[str]:
        """The tables whose rows are hidden because the plugin that limits them does not run."""
        return frozenset(table for item in self.stopped.values() for table in item.restricts)

    def named(self, name: str) -> Found | None:
        """The running plugin of this name."""
        return next((item for item in self.running if item.name == name), None)


@dataclass(frozen=True, slots=True)
class Assembly:
    """What an application is made of."""

    hooks: Hooks
    registry: Registry
    plugins: Plugins


def assemble(
    states: Iterable[StateOfPlugin],
    generation: int,
    places: Places,
    *,
    core: object,
    make_hooks: Callable[[], Hooks] = Hooks,
    safe: bool = False,
) -> Assembly:
    """Import, register and collect from all that are enabled; `core` is core's own implementation."""
    parts = _Parts(core, make_hooks, {state.name: state for state in states})
    for state in parts.states.values():
        if safe:
            parts.stop(state.name, ONLY_CORE, LEAVE_SAFE_MODE, "safe mode")
        else:
            parts.find(state.name, places)
    hooks, registry = parts.put_together()
    running = tuple(parts.found.values())
    plugins = Plugins(generation=generation, running=running, stopped=parts.stopped, safe=safe)
    return Assembly(hooks, registry, plugins)


@dataclass
class _Parts:
    """What is tried to be put together, in the order of dependency once that is known."""

    core: object
    make_hooks: Callable[[], Hooks]
    states: Mapping[str, StateOfPlugin]
    found: dict[str, Found] = field(default_factory=dict)
    loaded: dict[str, object] = field(default_factory=dict)
    stopped: dict[str, Stopped] = field(default_factory=dict)

    def find(self, name: str, places: Places) -> None:
        """Take in a plugin that is there and can be read."""
        found = find(name, places)
        if found is None:
            self.stop(name, NO_CODE, INSTALL.fill(name=name), "missing")
        elif found.problem:
            self.stop(name, found.problem, found.fix)
        else:
            self.found[name] = found

    def put_together(self) -> tuple[Hooks, Registry]:
        """What runs, tried again without each plugin that fails."""
        while True:
            self._settle()
            try:
                hooks = self._register()
                hooks.collect_all()
                hooks.amend(hookspecs.cli_commands, self._absolute)
                registry = Registry(hooks)
                hooks.check_resources(registry.types)
                return hooks, registry
            except PluginFault as fault:
                if fault.plugin not in self.found:
                    raise
                self.stop(fault.plugin, fault.why or fault.message, fault.fix)

    def stop(self, name: str, reason: str, fix: str = "", kind: Problem = "quarantined") -> None:
        """Go on without a plugin; nothing of it stays."""
        restricts = self.states[name].restricts
        self.stopped[name] = Stopped(name=name, kind=kind, reason=reason, fix=fix, restricts=restricts)
        log.warning("plugin does not run", plugin=name, kind=kind, reason=str(reason))
        self.loaded.pop(name, None)
        if found := self.found.pop(name, None):
            unload(found)

    def _absolute(self, owner: str, command: CommandGroup) -> CommandGroup:
        """A plugin may name its own modules without knowing where it lies: `:run`, `.commands:run`."""
        found, target = self.found.get(owner), command.target
        if found and target.startswith(":"):
            return replace(command, target=f"{found.module}{target}")
        return replace(command, target=f"{found.package}{target}") if found and target[:1] == "." else command

    def _settle(self) -> None:
        """Take out what cannot run because of others, and bring the rest into order."""
        while reasons := cannot_run(self.found, self.stopped):
            for name, (reason, fix) in reasons.items():
                self.stop(name, reason, fix)
        self.found = {name: self.found[name] for name in in_order(self.found)}

    def _register(self) -> Hooks:
        hooks = self.make_hooks()
        hooks.register(CORE, self.core)
        for name, found in self.found.items():
            if name not in self.loaded:
                with hooks.importing(name):
                    self.loaded[name] = load(found)
                self._look_at_tables(found)
            hooks.register(name, self.loaded[name])
        return hooks

    def _look_at_tables(self, found: Found) -> None:
        state = self.states[found.name]
        wrong = problem(found.owner, state.revision) if state.looks_at_tables else None
        if wrong:
            reason, fix = wrong
            raise PluginFault(found.name, "start", why=reason, fix=fix)
