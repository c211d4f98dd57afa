"""Applications with the pack and what it requires; the day is that of the worked cases."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.testing.app import Clock
from core.testing.databases import Preparation
from industry_packs.auto_dealer import plugin as auto_dealer
from plugins.assets import plugin as assets
from plugins.care import plugin as care
from plugins.messaging import plugin as messaging
from plugins.sales import plugin as sales
from tests.plugins.care.vehicles import AS_OF

MODULES = {
    "assets": assets,
    "messaging": messaging,
    "sales": sales,
    "care": care,
    "auto_dealer": auto_dealer,
}
OWNERS = [Owner(name, Path(str(module.__file__)).parent / "migrations") for name, module in MODULES.items()]
NOON = datetime.combine(AS_OF, time(12), UTC)


@pytest.fixture
def preparation() -> Preparation:
    """The tables of core, of the pack and of what it requires."""
    return Preparation("core and auto dealer", lambda database: upgrade(database, [CORE, *OWNERS]))


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """The pack and what it requires."""
    return MODULES


@pytest.fixture
def clock() -> Clock:
    """It is noon of the day of the worked cases."""
    return Clock(NOON)
