"""Applications with the plugin, whose hooks are those of its module."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.testing.databases import Preparation
from plugins.data_quality import plugin

OWNER = Owner("data_quality", Path(plugin.__file__).parent / "migrations")


@pytest.fixture
def preparation() -> Preparation:
    """The tables of core and of the plugin."""
    return Preparation("core and data quality", lambda database: upgrade(database, [CORE, OWNER]))


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """The plugin."""
    return {"data_quality": plugin}
