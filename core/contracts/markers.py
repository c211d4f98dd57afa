"""The marks of hooks: of their specifications, and of what implements them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, overload

import pluggy

F = TypeVar("F", bound=Callable[..., Any])

PROJECT = "guanxi"

hookspec = pluggy.HookspecMarker(PROJECT)
"""Marks a function as the specification of a hook: its arguments, its result, its docstring."""
_mark = pluggy.HookimplMarker(PROJECT)


@overload
def hookimpl(function: F, /) -> F: ...


@overload
def hookimpl(*, resource: str = "", of: str = "") -> Callable[[F], F]: ...


def hookimpl(function: F | None = None, /, *, resource: str = "", of: str = "") -> F | Callable[[F], F]:
    """Mark the implementation of the hook of the same name.

    With `resource`, hooks about records call it for that resource only. `of` names the plugin whose hook it
    is, if it is not core's: without that plugin it is never called.
    """

    def mark(function: F) -> F:
        function.guanxi_resource = resource  # type: ignore[attr-defined]
        function.guanxi_of = of  # type: ignore[attr-defined]
        return _mark(function, specname=known_as(of, function.__name__), optionalhook=bool(of))

    return mark(function) if function else mark


@dataclass(frozen=True, slots=True)
class Deprecation:
    """Since which version of the plugin API a hook is deprecated, and what is to be used instead."""

    since: str
    use: str


def deprecated(*, since: str, use: str) -> Callable[[F], F]:
    """Mark the specification of a hook that is still called, but to be gone two minor versions after `since`.

    Whoever implements it is told at start to use `use`. Write it below `@hookspec`.
    """

    def mark(function: F) -> F:
        function.guanxi_deprecated = Deprecation(since, use)  # type: ignore[attr-defined]
        return function

    return mark


def known_as(owner: str, name: str) -> str:
    """The name of a hook among those of all owners; owners have no `__` before it that could be confused."""
    return f"{owner}__{name}" if owner not in ("", "core") else name
