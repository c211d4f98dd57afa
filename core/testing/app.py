"""Fixtures on top of the database: an application, a unit of work, a clock, people and customers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy.util import LRUCache

from core.app import Parts, build, hooks_of, parts_of
from core.config import Settings
from core.contracts.work import Actor, ReachName
from core.host.hooks import Hooks
from core.services import records
from core.services.clock import utc_now
from core.services.work import App, Work
from core.testing.statements import Counting, SharedStatements, executed

SOURCES_KEPT = 4


@dataclass
class Clock:
    """A clock that the test moves; it begins at the present."""

    now: datetime

    def __call__(self) -> datetime:
        """The moment that it shows."""
        return self.now

    def forward(self, **distance: float) -> None:
        """Move it on: `forward(days=3)`."""
        self.now += timedelta(**distance)


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """The hook implementations of the owners beside core; override it to test with a plugin."""
    return {}


@pytest.fixture
def clock() -> Clock:
    """The clock of `app`."""
    return Clock(utc_now())


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings for a home and a database of this test's own."""
    return Settings(home=tmp_path, database_url=database_url)


@dataclass(frozen=True)
class Worked:
    """What is the same for all applications with plugins of the same classes, worked out once."""

    parts: Parts
    statements: SharedStatements = field(default_factory=SharedStatements)

    def build(self, settings: Settings, hooks: Hooks) -> App:
        """An application, made of it and of the hooks of its own plugins."""
        assembly = replace(self.parts.assembly, hooks=hooks)
        app = build(settings, replace(self.parts, assembly=assembly))
        self.statements.share(app.database)
        return app


@pytest.fixture(scope="session")
def worked_out() -> LRUCache[object, Worked]:
    """What the last applications of this process were made of: anew, it takes longer than most tests."""
    return LRUCache(SOURCES_KEPT)


Build = Callable[[Settings], App]


@pytest.fixture
def build_app(plugins: Mapping[str, object] | None, worked_out: LRUCache[object, Worked]) -> Build:
    """Make an application with the plugins of the test: `build_app(settings)`."""
    if plugins is None or any(_has_state(each) for each in plugins.values()):
        return partial(build, plugins=plugins)
    # What is declared is the same for every test with these modules and plugins of these classes.
    sources = tuple((owner, _source(each)) for owner, each in plugins.items())

    def build_shared(settings: Settings) -> App:
        if sources not in worked_out:
            worked_out[sources] = Worked(parts_of(plugins))
        return worked_out[sources].build(settings, hooks_of(plugins))

    return build_shared


def _has_state(plugin: object) -> bool:
    """Whether what it declares may depend on what its own test gave it."""
    return not isinstance(plugin, ModuleType) and bool(vars(plugin))


def _source(plugin: object) -> object:
    """What all that declares the same has in common: the module itself, or the class."""
    return plugin if isinstance(plugin, ModuleType) else type(plugin)


@pytest.fixture
def app(settings: Settings, build_app: Build, clock: Clock) -> Iterator[App]:
    """An application on a fresh, migrated database, with a clock that stands still."""
    app = replace(build_app(settings), clock=clock)
    yield app
    app.close()


@pytest.fixture
def work(app: App) -> Iterator[Work]:
    """A unit of work of the system itself, committed when the test ends well."""
    with app.work(app.system(door="test")) as work:
        yield work


@pytest.fixture
def statements(app: App) -> Counting:
    """Count what the database is asked: `with statements() as asked: ...; assert len(asked) <= 12`."""
    return partial(executed, app.database)


MakeCustomer = Callable[..., int]


@pytest.fixture
def make_customer(app: App) -> MakeCustomer:
    """Make a customer in a transaction of its own: `make_customer(name="Acme", owner=3)`; returns the id."""

    def make(**values: Any) -> int:
        with app.work(app.system(door="test")) as work:
            return records.create(work, "customers", [{"name": "Acme", **values}])[0]

    return make


@pytest.fixture
def read(app: App) -> Callable[[str, int], dict[str, Any]]:
    """Read one record as the system, in a transaction of its own: `read("customers", 1)`."""

    def read(resource: str, id: int) -> dict[str, Any]:
        with app.reading(app.system(door="test")) as work:
            return records.read(work, resource, id)

    return read


def actor_with(grants: Mapping[str, ReachName], **values: Any) -> Actor:
    """An actor with exactly these rights, without a user in the database."""
    return Actor(user_id=values.pop("user_id", 0), name="somebody", door="test", grants=grants, **values)
