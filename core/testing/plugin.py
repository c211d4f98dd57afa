"""pytest plugin: a fresh, migrated database on SQLite and on PostgreSQL for every test that asks.

Use it with `pytest_plugins = ["core.testing.plugin"]` in the topmost conftest.py.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from core.data.engine import Database
from core.data.history import CORE
from core.data.migrations import upgrade
from core.services import authentication
from core.testing import postgresql
from core.testing.databases import Databases, PostgresqlDatabases, Preparation, SqliteDatabases
from core.testing.reusing import ReusedDatabases
from core.testing.run_folder import RunFolder

KINDS = ("sqlite", "postgresql")
RUN = "guanxi_run"

run_folder = pytest.StashKey[RunFolder]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--db sqlite` for a quick run."""
    parser.addoption("--db", choices=(*KINDS, "both"), default="both", help="the databases to test with")


def pytest_configure(config: pytest.Config) -> None:
    """The main process makes a folder for the run; its workers are told about it."""
    config.addinivalue_line("markers", "databases(*kinds): the test is about these kinds of database only")
    if not hasattr(config, "workerinput"):
        config.stash[run_folder] = RunFolder()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Called by xdist in the main process for each worker."""
    node.workerinput[RUN] = str(node.config.stash[run_folder].path)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The main process ends after its workers: stop what they shared."""
    if folder := config.stash.get(run_folder, None):
        folder.remove()


def pytest_collection_finish() -> None:
    """What is imported stays: not looking through it again and again saves a sixth of the time of tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test with a database runs on each kind."""
    if "database_kind" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--db")
        marker = metafunc.definition.get_closest_marker("databases")
        suitable = marker.args if marker else KINDS
        kinds = [kind for kind in suitable if chosen in (kind, "both")]
        metafunc.parametrize("database_kind", kinds, indirect=True)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords are hashed as ever, but at once: tests do not guess, and so many of them sign in."""
    quick = partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(authentication, PasswordHasher.__name__, quick)
        yield


@pytest.fixture(scope="session")
def shared_folder(pytestconfig: pytest.Config) -> Path:
    """A folder that all processes of this test run share; removed at its end."""
    name: str = getattr(pytestconfig, "workerinput", {}).get(RUN) or str(pytestconfig.stash[run_folder].path)
    return Path(name)


@pytest.fixture(scope="session")
def databases_of(shared_folder: Path) -> Iterator[Callable[[str], Databases]]:
    """Where databases of a kind come from; PostgreSQL is started when first asked for."""
    with ExitStack() as opened:

        @cache
        def choose(kind: str) -> Databases:
            if kind == "sqlite":
                return SqliteDatabases(shared_folder)
            copies = PostgresqlDatabases(shared_folder, postgresql.start(shared_folder))
            return opened.enter_context(closing(ReusedDatabases(copies)))

        yield choose


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`: a test that asks for a database runs with each."""
    kind: str = request.param
    return kind


@pytest.fixture
def preparation() -> Preparation:
    """What a fresh database holds: core's tables. Override it to test with more."""
    return Preparation("core", lambda database: upgrade(database, [CORE]))


@pytest.fixture
def database_url(
    database_kind: str,
    databases_of: Callable[[str], Databases],
    preparation: Preparation,
) -> Iterator[str]:
    """The URL of a fresh, migrated database that this test has to itself."""
    with databases_of(database_kind).fresh(preparation) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh, migrated database that this test has to itself."""
    database = Database(database_url)
    yield database
    database.dispose()
