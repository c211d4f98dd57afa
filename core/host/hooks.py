"""The facade: the only way hooks are called. It knows which plugin each implementation belongs to.

Passing the spec function itself lets mypy check the arguments and the results of every call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, ParamSpec, TypeVar

import pluggy
import structlog

from core.contracts import hookspecs
from core.errors import GuanxiError, PluginFault

P = ParamSpec("P")
T = TypeVar("T")

log = structlog.get_logger("guanxi.hooks")


class Hooks:
    """All implementations of all hooks in dependency order: core first, dependents after what they need."""

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager("guanxi")
        self._manager.add_hookspecs(hookspecs)
        self.failures: Counter[tuple[str, str]] = Counter()

    def register(self, owner: str, implementations: object) -> None:
        """Add one owner's implementations; unknown hooks and arguments are refused at once."""
        try:
            self._manager.register(implementations, owner)
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            self._manager.unregister(name=owner)
            raise PluginFault(owner, "registration", why=str(error)) from error

    def collect(
        self, spec: Callable[P, Iterable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> list[tuple[str, T]]:
        """Everything that all owners contribute, each with its owner's name."""
        return [
            (owner, item)
            for owner, call in self._implementations(spec, kwargs)
            for item in self._guarded(owner, spec, call, kwargs) or ()
        ]

    def notify(self, spec: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> list[tuple[str, T]]:
        """Call all, inside the transaction; the first exception ends the action and names the plugin."""
        return [
            (owner, self._guarded(owner, spec, call, kwargs))
            for owner, call in self._implementations(spec, kwargs)
        ]

    def first(self, spec: Callable[P, T | None], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The first answer that is not None, dependents asked before what they require, core last."""
        for owner, call in reversed(list(self._implementations(spec, kwargs))):
            answer: T | None = self._guarded(owner, spec, call, kwargs)
            if answer is not None:
                return answer
        return None

    def observe(self, spec: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """Call all after the commit; a failure is recorded and counted, and hurts nobody else."""
        for owner, call in self._implementations(spec, kwargs):
            try:
                self._guarded(owner, spec, call, kwargs)
            except GuanxiError as error:
                log.error("observer failed", plugin=owner, hook=spec.__name__, error=str(error))

    def _implementations(
        self, spec: Callable[..., Any], kwargs: dict[str, Any]
    ) -> Iterator[tuple[str, Callable[[], Any]]]:
        """Owner and ready call of each implementation that is about this resource."""
        caller = getattr(self._manager.hook, spec.__name__)
        for implementation in caller.get_hookimpls():
            wanted = getattr(implementation.function, "guanxi_resource", "")
            if wanted and wanted != kwargs.get("resource"):
                continue
            arguments = {name: kwargs[name] for name in implementation.argnames}
            yield implementation.plugin_name, partial(implementation.function, **arguments)

    def _guarded(
        self, owner: str, spec: Callable[..., Any], call: Callable[[], Any], kwargs: dict[str, Any]
    ) -> Any:
        """Call one; errors of the tree pass, all else becomes a `PluginFault` that names the plugin."""
        try:
            return call()
        except GuanxiError:
            raise
        except Exception as error:
            self.failures[owner, spec.__name__] += 1
            log.exception("hook failed", plugin=owner, hook=spec.__name__)
            raise PluginFault(owner, spec.__name__, why=f"{type(error).__name__}: {error}") from error
