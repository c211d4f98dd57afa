"""Fixtures for tests of an installation in which the plugin is enabled, with its templates and catalogues."""

import pytest
from sqlalchemy import insert

from core.data.engine import Database
from core.data.history import CORE
from core.data.migrations import upgrade
from core.data.models import PluginState
from core.services.clock import utc_now
from core.testing.databases import Preparation
from tests.plugins.assets.conftest import OWNER


@pytest.fixture
def preparation() -> Preparation:
    """The plugin is enabled."""
    return Preparation("assets enabled", _enabled)


def _enabled(database: Database) -> None:
    upgrade(database, [CORE, OWNER])
    state = {
        "name": "assets",
        "state": "enabled",
        "version": "1.0.0",
        "requires": [],
        "restricts": ["assets_asset"],
    }
    with database.writing() as connection:
        connection.execute(insert(PluginState).values(**state, changed_at=utc_now()))


@pytest.fixture
def plugins() -> None:
    """The database is asked."""
