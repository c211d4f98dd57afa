"""What services work out once per application and need again with every request."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

MOST = 2_000


class Prepared:
    """A memory of limited size that belongs to one application; what was not used for longest goes first."""

    def __init__(self, most: int = MOST) -> None:
        self._remembered: Callable[..., Any] = lru_cache(most)(_make)

    def get(self, make: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `make` answers to these arguments (hashable ones), asked only if it is not remembered."""
        return cast(T, self._remembered(make, *args, **kwargs))


def _make(make: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    return make(*args, **kwargs)
