"""The pack with what it requires, on the day of the worked cases."""

from tests.industry_packs.auto_dealer.vehicles.conftest import clock, plugins, preparation

__all__ = ["clock", "plugins", "preparation"]
