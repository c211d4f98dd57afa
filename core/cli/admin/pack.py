"""`guanxi pack`: what `guanxi plugin` does, for industry packs."""

from __future__ import annotations

from core.cli.admin import plugin
from core.cli.elements import Group


def command() -> Group:
    """The group."""
    return plugin.command("pack")
