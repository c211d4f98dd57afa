"""The marks of hooks: of their specifications, and of what implements them."""

from __future__ import annotations

from collections.abc import Callable
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


def known_as(owner: str, name: str) -> str:
    """The name of a hook among those of all owners; owners have no `__` before it that could be confused."""
    return f"{owner}__{name}" if owner not in ("", "core") else name
