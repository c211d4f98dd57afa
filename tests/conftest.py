"""Every test may use the fixtures of the test kit; which doors are tried on which databases."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import settings

CLI = Path(__file__).parent / "cli"
EVERY_DOOR = Path(__file__).parent / "every_door"
WEB = Path(__file__).parent / "web"
# Pages have no SQL of their own: that each can be shown on PostgreSQL, and the lists' questions, are enough.
PAGES_ON_BOTH = ("test_every_page.py", "test_listing.py", "test_board.py", "test_timeline.py")

pytest_plugins = [
    "core.testing.plugin",
    "core.testing.app",
    "core.testing.cli",
    "core.testing.api",
    "core.testing.people",
    "core.testing.web",
    "core.testing.home",
    "core.testing.jobs",
    "tests.servers",
]


def pytest_configure(config: pytest.Config) -> None:
    """Keep what is compiled: hundreds of processes would compile it again, for longer than they run.

    Every run tries the same examples, so that it tells about the change at hand; nights try new ones.
    """
    settings.register_profile("guanxi", deadline=None, derandomize=config.getoption("-m") != "nightly")
    settings.load_profile("guanxi")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Try the command line and most pages on SQLite: below the doors is one path, the API runs on both."""
    left_out = [item for item in items if (_is_command_line(item) or _is_page(item)) and _is_on_both(item)]
    items[:] = [item for item in items if item not in set(left_out)]
    config.hook.pytest_deselected(items=left_out)


def _is_command_line(item: pytest.Item) -> bool:
    by_command = EVERY_DOOR in item.path.parents and "guanxi" in getattr(item, "fixturenames", ())
    return by_command or CLI in item.path.parents or "cli" in _parameters(item).values()


def _is_page(item: pytest.Item) -> bool:
    return WEB in item.path.parents and item.path.name not in PAGES_ON_BOTH


def _is_on_both(item: pytest.Item) -> bool:
    """Whether it is about to run on PostgreSQL as well as on SQLite."""
    on_postgresql = _parameters(item).get("database_kind") == "postgresql"
    return on_postgresql and item.get_closest_marker("databases") is None


def _parameters(item: pytest.Item) -> Mapping[str, object]:
    return getattr(getattr(item, "callspec", None), "params", {})
