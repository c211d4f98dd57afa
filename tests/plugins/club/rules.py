"""Who may see what."""

from __future__ import annotations

from core.plugin_api import Actor


def visible(actor: Actor, action: str) -> None:
    """Everybody sees every member."""
