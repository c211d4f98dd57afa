"""Fixtures for tests of an installation in which the pack is enabled, with its templates and catalogues."""

import pytest
from sqlalchemy import insert

from core.data.engine import Database
from core.data.history import CORE
from core.data.migrations import upgrade
from core.data.models import PluginState
from core.services.clock import utc_now
from core.testing.databases import Preparation
from tests.industry_packs.auto_dealer.vehicles.conftest import MODULES, OWNERS

REQUIRES = {"care": ["assets", "messaging"], "auto_dealer": ["assets", "messaging", "sales", "care"]}
RESTRICTS = {"assets": ["assets_asset"]}


@pytest.fixture
def preparation() -> Preparation:
    """The pack and what it requires are enabled."""
    return Preparation("auto dealer enabled", _enabled)


def _enabled(database: Database) -> None:
    upgrade(database, [CORE, *OWNERS])
    states = [
        {
            "name": name,
            "state": "enabled",
            "version": "1.0.0",
            "requires": REQUIRES.get(name, []),
            "restricts": RESTRICTS.get(name, []),
            "changed_at": utc_now(),
        }
        for name in MODULES
    ]
    with database.writing() as connection:
        connection.execute(insert(PluginState), states)


@pytest.fixture
def plugins() -> None:
    """The database is asked."""
