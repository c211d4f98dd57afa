"""Plugins in the home folder, and the database says which are enabled."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.services.plugins import enabling, planning, removing, restoring
from core.services.plugins.unpacking import Archive
from core.services.work import App
from core.testing.home import Install, StartApp

PROOFS = Path(__file__).parents[2] / "plugins"


@pytest.fixture
def plugins() -> None:
    """The database is asked."""


class Life:
    """What an admin does, each in an application that has just started."""

    def __init__(self, install: Install, start: StartApp) -> None:
        self._install, self.start = install, start

    def install(self, name: str) -> Path:
        return self._install(PROOFS / name)

    def plan(self, name: str) -> planning.Plan:
        return planning.plan_enabling(self.start(), name)

    def enable(self, name: str) -> App:
        app = self.start()
        enabling.enable(app, app.system("test"), planning.plan_enabling(app, name))
        return self.start()

    def disable(self, name: str) -> App:
        app = self.start()
        enabling.disable(app, app.system("test"), planning.plan_disabling(app, name))
        return self.start()

    def remove(self, name: str, **options: Any) -> removing.Removed:
        app = self.start()
        return removing.remove(app, app.system("test"), planning.plan_removing(app, name), **options)

    def restore(self, path: Path) -> restoring.Restored:
        app = self.start()
        with Archive.open(path) as archive:
            return restoring.restore(app, app.system("test"), restoring.plan_restoring(app, archive))


@pytest.fixture
def life(install: Install, start_app: StartApp) -> Life:
    """The life of plugins."""
    return Life(install, start_app)


Running = Callable[[], list[str]]


@pytest.fixture
def running(start_app: StartApp) -> Running:
    """The names of the plugins that run in an application that starts now."""
    return lambda: [found.name for found in start_app().plugins.running]
