"""Plugins in the home of a server that a test starts, and rows that enable them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from core.data.engine import Database
from core.data.models import PluginState
from core.services import processes
from core.services.clock import utc_now
from core.services.plugins import states
from core.services.processes import Living
from core.testing.api import SignUp
from tests.cli.processes import run
from tests.host.writing import in_a_file

Enable = Callable[..., int]
Guanxi = Callable[..., str]
Install = Callable[[str, str], None]


@pytest.fixture
def token(sign_up: SignUp) -> str:
    """The token of somebody who may do everything."""
    return sign_up({"*": "all"})


@pytest.fixture
def install(tmp_path: Path) -> Install:
    """Write a plugin of one file: `install("good", code)`."""

    def install(name: str, code: str) -> None:
        in_a_file(tmp_path / "plugins" / f"{name}.py", code)

    return install


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The database of the test, past any application."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def enable(database: Database) -> Enable:
    """Note that plugins are enabled; answers the new generation."""

    def enable(*names: str) -> int:
        row = {"state": "enabled", "version": "1", "requires": [], "restricts": [], "changed_at": utc_now()}
        with database.changing_plugins() as connection:
            connection.execute(insert(PluginState), [{"name": name, **row} for name in names])
            return states.grow(connection)

    return enable


@pytest.fixture
def guanxi(tmp_path: Path, database_url: str) -> Guanxi:
    """Run a command on the installation of the test: `guanxi("plugin", "enable", "stamp")`."""

    def guanxi(*words: str) -> str:
        ran = run(tmp_path, *words, env={"GUANXI_DATABASE_URL": database_url})
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    return guanxi


def living(database: Database, now: datetime | None = None) -> list[Living]:
    """The processes that have said that they live."""
    with database.reading() as connection:
        return processes.living(connection, now or utc_now())


def row_of(database: Database, name: str) -> PluginState:
    """What the database says of a plugin."""
    columns = (PluginState.state, PluginState.faults, PluginState.paused_because)
    with database.reading() as connection:
        return connection.execute(select(*columns).where(PluginState.name == name)).one()  # type: ignore[return-value]
