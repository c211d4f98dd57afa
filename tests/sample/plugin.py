"""The sample's hook implementations."""

from collections.abc import Iterable
from pathlib import Path

from core.plugin_api import Resource, hookimpl
from tests.sample.machine import machines
from tests.sample.order import orders

MIGRATIONS = Path(__file__).parent / "migrations"


class SamplePlugin:
    """Two record types."""

    @hookimpl()
    def resources(self) -> Iterable[Resource]:
        return (machines, orders)
