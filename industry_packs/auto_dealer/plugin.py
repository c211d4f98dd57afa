"""The hooks of the pack for car dealers."""

from __future__ import annotations

from collections.abc import Iterable

from core.plugin_api import CommandGroup, hookimpl, translations

_ = translations("auto_dealer")


@hookimpl()
def cli_commands() -> Iterable[CommandGroup]:
    """What is known of vehicles by their numbers."""
    return [
        CommandGroup(
            name="vin",
            help=_("Judge vehicle identification numbers."),
            target=f"{__package__}.cli:vin",
        )
    ]
