"""Applications with the pack, at noon of a working day."""

from datetime import UTC, datetime

import pytest

from core.testing.app import Clock
from tests.industry_packs.auto_dealer.vehicles.conftest import plugins, preparation

__all__ = ["plugins", "preparation"]


@pytest.fixture
def clock() -> Clock:
    """Noon of a Wednesday."""
    return Clock(datetime(2026, 11, 18, 12, tzinfo=UTC))
