"""Applications with the plugin, whose hooks are those of its module; the day is that of the worked cases."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.testing.databases import Preparation
from plugins.assets import plugin

OWNER = Owner("assets", Path(plugin.__file__).parent / "migrations")


@pytest.fixture
def preparation() -> Preparation:
    """The tables of core and of the plugin."""
    return Preparation("core and assets", lambda database: upgrade(database, [CORE, OWNER]))


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """The plugin."""
    return {"assets": plugin}
