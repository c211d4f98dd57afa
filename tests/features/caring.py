"""What rows about care need: its tables and those of what it requires, and mornings."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from core.data.history import CORE
from core.data.migrations import upgrade
from core.services.work import App
from core.testing.app import Clock
from core.testing.databases import Preparation
from core.testing.jobs import RunJobs
from tests.plugins.care.conftest import MODULES, OWNERS

Morning = Callable[..., None]
Day = Callable[[int], str]


@pytest.fixture
def preparation() -> Preparation:
    """The tables of core, assets, messaging and care."""
    return Preparation("core and care", lambda database: upgrade(database, [CORE, *OWNERS]))


@pytest.fixture
def plugins() -> dict[str, object]:
    """The plugins."""
    return dict(MODULES)


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    """Nobody sleeps, and a day is the same everywhere."""
    clock.now = clock.now.replace(hour=12, minute=0)


@pytest.fixture
def day(clock: Clock) -> Day:
    """A day from now, as it is written: `day(-3)`; it stays the same when the clock is moved."""
    now: date = clock.now.date()
    return lambda days: (now + timedelta(days)).isoformat()


@pytest.fixture
def morning(app: App, run_jobs: RunJobs, clock: Clock) -> Morning:
    """What happens every morning: `morning(30)` is that of 30 days later."""

    def morning(days: int = 0) -> None:
        clock.forward(days=days)
        with app.work(app.system("test")) as work:
            work.enqueue("care.daily")
        run_jobs()

    return morning
