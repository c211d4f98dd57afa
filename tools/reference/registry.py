"""What core declares, without a database."""

from __future__ import annotations

from core.builtin.plugin import CorePlugin
from core.host.hooks import Hooks
from core.host.registry import Registry


def core_registry() -> Registry:
    """The registry with core as its only owner."""
    hooks = Hooks()
    hooks.register("core", CorePlugin())
    return Registry(hooks)
