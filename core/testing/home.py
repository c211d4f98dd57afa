"""An installation whose plugins lie in its home folder, as its database says which are enabled.

Override `plugins` with a fixture that answers None, so that `app` and `cli` ask the database, too.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from core.app import PROGRAM, build
from core.config import Settings
from core.contracts.base import Base
from core.host.discovery import HOME_PACKAGE, Places, find_all
from core.host.loading import forget, mapped_classes, unload
from core.services.work import App
from core.testing.app import Clock

Install = Callable[..., Path]
StartApp = Callable[[], App]


@pytest.fixture(autouse=True)
def nothing_of_plugins_stays() -> Iterator[None]:
    """After a test this process knows no more classes and tables than before, whatever plugins it tried."""
    classes, tables = set(mapped_classes()), set(Base.metadata.tables)
    yield
    new = {model for model in set(mapped_classes()) - classes if not _is_ours(model.__module__)}
    ours = {model.__tablename__ for model in mapped_classes() if model not in new}
    left = {name for name in set(Base.metadata.tables) - tables - ours if not name.startswith("core_")}
    if new or left:
        forget(HOME_PACKAGE, new, left)


def _is_ours(module: str) -> bool:
    """Whether a class came with a module that stays imported."""
    return module.partition(".")[0] in ("core", "tests", "plugins", "industry_packs")


@pytest.fixture
def install(settings: Settings) -> Iterator[Install]:
    """Copy a plugin, a folder or a file, into the home: `install(path, "new_name")`.

    What was imported from there is forgotten at the end of the test.
    """
    home = settings.home / "plugins"
    home.mkdir(exist_ok=True)

    def install(source: Path, name: str = "") -> Path:
        target = home / (name or source.name)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        else:
            shutil.copyfile(source, target)
        return target

    yield install
    for found in find_all(Places(PROGRAM, home, packages=False)).values():
        if found.source == "home":
            unload(found)


@pytest.fixture
def start_app(settings: Settings, clock: Clock) -> Iterator[StartApp]:
    """Start an application with the plugins that the database says are enabled now: `app = start_app()`."""
    with ExitStack() as started:

        def start() -> App:
            app = replace(build(settings), clock=clock)
            started.callback(app.close)
            return app

        yield start
