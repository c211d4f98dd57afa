"""The hooks of messaging."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from core.plugin_api import hookimpl
from plugins.messaging import hooks


@hookimpl()
def hook_specs() -> Iterable[Callable[..., Any]]:
    """Channels, templates and purposes of other plugins, and what became of messages."""
    return [
        hooks.message_channels,
        hooks.message_templates,
        hooks.message_purposes,
        hooks.message_outcomes,
    ]
