"""The sample's hook implementations."""

from collections.abc import Iterable
from pathlib import Path

from core.plugin_api import CommandGroup, Resource, hookimpl, translations
from tests.sample.machine import machines
from tests.sample.order import orders

_ = translations("sample")

MIGRATIONS = Path(__file__).parent / "migrations"


class SamplePlugin:
    """Two record types and a command."""

    @hookimpl()
    def resources(self) -> Iterable[Resource]:
        return (machines, orders)

    @hookimpl()
    def cli_commands(self) -> Iterable[CommandGroup]:
        return (
            CommandGroup(name="census", help=_("Count the machines."), target="tests.sample.commands:census"),
        )
