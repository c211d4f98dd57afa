"""The two plugins and their tables."""

from collections.abc import Mapping
from typing import Any

import pytest

from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.testing.databases import Preparation
from tests.extensions import guild, watt

OWNERS = (Owner("watt", watt.MIGRATIONS), Owner("guild", guild.MIGRATIONS))

WATT: dict[str, Any] = {
    "meter": "M-1",
    "credit_grade": "B",
    "nickname": "Åtlas",
    "load": "12.500000",
    "phases": 3,
    "deposit": "1.234",
    "currency": "KWD",
    "since": "2026-02-28",
    "green": True,
    "tariffs": ["day", "night"],
    "hotline": "+4930901820",
    "passport": "P123456",
}


@pytest.fixture
def preparation() -> Preparation:
    """The tables of core and of both plugins."""
    return Preparation("core, watt and guild", lambda database: upgrade(database, [CORE, *OWNERS]))


@pytest.fixture
def watt_plugin() -> watt.WattPlugin:
    """The first plugin, which remembers what it was told."""
    return watt.WattPlugin()


@pytest.fixture
def plugins(watt_plugin: watt.WattPlugin) -> Mapping[str, object]:
    """Both."""
    return {"watt": watt_plugin, "guild": guild.GuildPlugin()}
