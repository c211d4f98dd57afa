"""The facade: the only way hooks are called. It knows which plugin each implementation belongs to.

Passing the spec function itself lets mypy check the arguments and the results of every call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, ParamSpec, TypeVar

import pluggy
import structlog

from core.contracts import hookspecs
from core.contracts.calls import Notice
from core.contracts.markers import PROJECT, known_as
from core.data.session import savepoint
from core.errors import GuanxiError, PluginFault
from core.host.implementations import Implementation, check, check_marks, check_resource, implementations
from core.host.specifications import CORE, Specification, read_specs, specs_of_core
from core.host.watching import Unwatched, Watch
from core.labels import translations

_ = translations("core")

P = ParamSpec("P")
T = TypeVar("T")

WRONG_ANSWER = _("It answered {got} where {expected} is expected.")
DISABLE = _("If it stays so, disable the plugin: guanxi plugin disable {name}")
NOTICE = _("The plugin {name} could not show this.")

log = structlog.get_logger("guanxi.hooks")


class Hooks:
    """All implementations of all hooks in dependency order: core first, dependents after what they need."""

    def __init__(self, watch: Watch | None = None) -> None:
        self.failures: Counter[tuple[str, str]] = Counter()
        """How often each plugin failed in each hook, in this process."""
        self._watch = watch or Unwatched()
        self._manager = pluggy.PluginManager(PROJECT)
        self._plugins: dict[str, object] = {}
        self._specs: dict[str, Mapping[str, Specification]] = {}
        self._by_function: dict[Callable[..., Any], Specification] = {}
        self._collected: dict[str, list[tuple[str, Any]]] = {}
        self._add_specs(CORE, specs_of_core())

    def register(self, owner: str, plugin: object) -> None:
        """Add one owner's implementations and the hooks that it specifies for others.

        Raises PluginFault for an unknown hook or argument, with the place and the nearest name.
        """
        known = self._specs[CORE]
        check_marks(owner, plugin, known)
        for item in implementations(owner, plugin):
            if (item.of or CORE) in self._specs:
                check(item, self._specs[item.of or CORE])
                self._warn(item, self._specs[item.of or CORE][item.name])
        try:
            self._manager.register(plugin, owner)
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise PluginFault(owner, "registration", why=str(error)) from error
        self._plugins[owner] = plugin
        if owner != CORE:
            self._add_specs(owner, read_specs(owner, self._specified(owner)))

    def _warn(self, item: Implementation, specification: Specification) -> None:
        """Tell the plugin's developer that a hook will be gone."""
        if old := specification.deprecation:
            told = {"plugin": item.owner, "hook": item.name, "place": item.place}
            log.warning("hook is deprecated", **told, since=old.since, use=old.use)

    def collect(
        self, spec: Callable[P, Iterable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> list[tuple[str, T]]:
        """Everything that all owners contribute, each with its owner's name; asked once and kept.

        Raises PluginFault, whatever it was that failed.
        """
        specification = self._by_function[spec]
        if specification.name not in self._collected:
            self._collected[specification.name] = [
                (owner, item)
                for owner, call in self._implementations(specification, kwargs)
                for item in self._guarded(owner, specification, call, writes=False, errors_pass=False) or ()
            ]
        return self._collected[specification.name]

    def check_resources(self, known: Collection[str]) -> None:
        """Raise PluginFault for an implementation that is for a misspelt kind of records."""
        for owner, plugin in self._plugins.items():
            for item in implementations(owner, plugin):
                check_resource(item, known)

    def amend(self, spec: Callable[[], Iterable[T]], change: Callable[[str, T], T]) -> None:
        """Put what `change(owner, item)` answers in the place of each item that was collected."""
        collected = self.collect(spec)
        collected[:] = [(owner, change(owner, item)) for owner, item in collected]

    def collect_all(self) -> None:
        """Ask for all that is collected, so that a plugin that fails in it is known at start."""
        for specification in self._by_function.values():
            if specification.is_collected:
                self.collect(specification.function)

    def render(
        self, spec: Callable[P, Iterable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> list[tuple[str, T | Notice]]:
        """Everything that all owners contribute to a page; instead of what failed there is a notice.

        Each is called in a savepoint of its own, so that a statement that fails ends nothing else.
        """
        specification = self._by_function[spec]
        return [
            (owner, item)
            for owner, call in self._implementations(specification, kwargs)
            for item in self._rendered(owner, specification, call, kwargs.get("work"))
        ]

    def notify(self, spec: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> list[tuple[str, T]]:
        """Call all, inside the transaction; the first exception ends the action and names the plugin."""
        specification = self._by_function[spec]
        return [
            (owner, self._guarded(owner, specification, call, writes=True))
            for owner, call in self._implementations(specification, kwargs)
        ]

    def notify_only(
        self, only: str, spec: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> list[tuple[str, T]]:
        """`notify` for one owner: what happens is about this plugin alone."""
        specification = self._by_function[spec]
        return [
            (owner, self._guarded(owner, specification, call, writes=True))
            for owner, call in self._implementations(specification, kwargs)
            if owner == only
        ]

    def first(self, spec: Callable[P, T | None], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The first answer that is not None, dependents asked before what they require, core last."""
        specification = self._by_function[spec]
        for owner, call in reversed(list(self._implementations(specification, kwargs))):
            answer: T | None = self._guarded(owner, specification, call, writes=True)
            if answer is not None:
                return answer
        return None

    def observe(self, spec: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """Call all after the commit; a failure is recorded and counted, and hurts nobody else."""
        specification = self._by_function[spec]
        for owner, call in self._implementations(specification, kwargs):
            try:
                self._guarded(owner, specification, call, writes=False, errors_pass=False)
            except PluginFault:
                continue  # it has been recorded

    def importing(self, owner: str) -> AbstractContextManager[None]:
        """Around the import of a plugin, which is watched like a hook."""
        return self._watch.running(owner, "import", False)

    def ask(self, owner: str, hook: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call what a plugin contributed by a hook; whatever fails is recorded, and raised as PluginFault."""
        try:
            with self._watch.running(owner, hook, False):
                return function(*args, **kwargs)
        except Exception as error:
            self.failed(owner, hook, error)
            raise PluginFault(owner, hook, why=f"{type(error).__name__}: {error}") from error

    def failed(self, owner: str, hook: str, error: Exception) -> None:
        """Record a failure of a plugin, and count it."""
        self.failures[owner, hook] += 1
        log.error("hook failed", plugin=owner, hook=hook, exc_info=error)

    def _implementations(
        self, specification: Specification, kwargs: dict[str, Any]
    ) -> Iterator[tuple[str, Callable[[], Any]]]:
        """Owner and ready call of each implementation that is about this resource."""
        caller = getattr(self._manager.hook, specification.known_as)
        for implementation in caller.get_hookimpls():
            wanted = getattr(implementation.function, "guanxi_resource", "")
            if wanted and wanted != kwargs.get("resource"):
                continue
            names = (*implementation.argnames, *implementation.kwargnames)
            yield (
                implementation.plugin_name,
                partial(implementation.function, **{name: kwargs[name] for name in names}),
            )

    def _rendered(
        self, owner: str, specification: Specification, call: Callable[[], Any], work: Any
    ) -> Iterable[Any]:
        try:
            with savepoint(work.session if work else None):
                return self._guarded(owner, specification, call, writes=False, errors_pass=False) or ()
        except PluginFault:
            return [Notice(owner, NOTICE.fill(name=owner))]

    def _guarded(
        self,
        owner: str,
        specification: Specification,
        call: Callable[[], Any],
        *,
        writes: bool,
        errors_pass: bool = True,
    ) -> Any:
        """Call one and look at its answer; what fails is recorded, and raised as a `PluginFault`.

        `errors_pass`: errors of the tree are for the caller, such as an Invalid that refuses a change.
        """
        try:
            with self._watch.running(owner, specification.name, writes):
                answer = specification.materialised(call())
        except GuanxiError as error:
            if errors_pass:
                raise
            raise self._fault(owner, specification, error, str(error)) from error
        except Exception as error:
            raise self._fault(owner, specification, error, f"{type(error).__name__}: {error}") from error
        if owner != CORE and not specification.fits(answer):
            why = WRONG_ANSWER.fill(got=specification.kind_of(answer), expected=specification.expected)
            raise self._fault(owner, specification, TypeError(why), why)
        return answer

    def _fault(self, owner: str, specification: Specification, error: Exception, why: str) -> PluginFault:
        self.failed(owner, specification.name, error)
        fix = "" if owner == CORE else DISABLE.fill(name=owner)
        return PluginFault(owner, specification.name, why=why, fix=fix)

    def _specified(self, owner: str) -> list[Callable[..., Any]]:
        """The hooks that an owner specifies for those that depend on it."""
        specification = self._by_function[hookspecs.hook_specs]
        return [
            spec
            for name, call in self._implementations(specification, {})
            if name == owner
            for spec in self._guarded(owner, specification, call, writes=False, errors_pass=False) or ()
        ]

    def _add_specs(self, owner: str, specs: Mapping[str, Specification]) -> None:
        self._specs[owner] = specs
        self._by_function |= {item.function: item for item in specs.values()}
        for other, plugin in self._plugins.items():
            for item in implementations(other, plugin):
                if item.of == owner:
                    check(item, specs)
        if specs:
            # pluggy finds hooks by the names of attributes: ours begin with the owner's.
            names = {known_as(owner, name): item.function for name, item in specs.items()}
            self._manager.add_hookspecs(type("Specs", (), {k: staticmethod(v) for k, v in names.items()}))
