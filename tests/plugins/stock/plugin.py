"""The hooks of the stock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from core.plugin_api import hookimpl

from .public import good_moved, goods_moved


@hookimpl
def hook_specs() -> Iterable[Callable[..., Any]]:
    return [goods_moved, good_moved]
