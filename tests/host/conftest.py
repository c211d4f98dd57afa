"""Plugins that a database says are enabled, and the applications that are built with it."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import insert, update

from core.app import build
from core.config import Settings
from core.data.engine import Database
from core.data.models import PluginState, State
from core.services.clock import utc_now
from core.services.work import App

Enable = Callable[..., None]
Built = Callable[..., App]


@pytest.fixture
def plugins() -> None:
    """Those of the database."""


@pytest.fixture
def enable(database: Database) -> Enable:
    """Note in the database that plugins are enabled."""

    def enable(*names: str, state: str = "enabled", restricts: tuple[str, ...] = ()) -> None:
        row = {"state": state, "version": "1", "requires": [], "restricts": restricts}
        rows = [{"name": name, "changed_at": utc_now(), **row} for name in names]
        with database.writing() as connection:
            connection.execute(insert(PluginState), rows)
            connection.execute(update(State).where(State.name == "plugins").values(value=State.value + 1))

    return enable


@pytest.fixture
def built(settings: Settings) -> Iterator[Built]:
    """Builds the application; all are closed at the end."""
    apps: list[App] = []

    def built(*, safe: bool = False) -> App:
        apps.append(build(settings, safe=safe))
        return apps[-1]

    yield built
    for app in apps:
        app.close()
