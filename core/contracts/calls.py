"""The ways in which hooks are called, as services of plugins see them: passing the spec lets mypy check."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Notice:
    """What is shown in the place of something that a plugin failed to bring."""

    plugin: str
    text: str


class Calls(Protocol):
    """The facade: each way names the implementations' owners beside what they answered."""

    def collect(
        self, spec: Callable[P, Iterable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> list[tuple[str, T]]:
        """Everything that all contribute; asked once, at start."""
        ...

    def render(
        self, spec: Callable[P, Iterable[T]], *args: P.args, **kwargs: P.kwargs
    ) -> list[tuple[str, T | Notice]]:
        """Everything that all contribute to a page; instead of what failed there is a notice."""
        ...

    def notify(self, spec: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> list[tuple[str, T]]:
        """Call all, inside the transaction; the first exception ends the action and names the plugin."""
        ...

    def first(self, spec: Callable[P, T | None], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """The first answer that is not None, dependents asked before what they require, core last."""
        ...

    def observe(self, spec: Callable[P, Any], *args: P.args, **kwargs: P.kwargs) -> None:
        """Call all after the commit; a failure is recorded and counted, and hurts nobody else."""
        ...
