"""All plugins and packs at once, with their demo: no page breaks, and none asks the database too much."""

from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from core.config import Settings
from core.services import demo_data
from core.services.work import App
from core.testing.app import Build
from core.testing.cli import Cli
from core.testing.web import Arrive, site, visitor
from tests.web.test_every_page import MOST_QUERIES, Seen, walk

__all__ = ["site", "visitor"]

pytestmark = pytest.mark.databases("sqlite")
EVERYTHING = ("data_quality", "auto_dealer")
LARGE = "auto_dealer."
"""The demo of a whole group takes longer than all others."""


@pytest.fixture
def plugins() -> None:
    """Those of the database."""


@pytest.fixture
def app(settings: Settings, build_app: Build, cli: Cli) -> Iterator[App]:
    """With everything enabled, and the demo data of all plugins."""
    for name in EVERYTHING:
        assert cli("pack" if name == "auto_dealer" else "plugin", "enable", name, "--yes").code == 0
    app = build_app(settings)
    actor = app.system("test")
    for item in demo_data.waiting(app, actor):
        if not item.name.startswith(("core.", LARGE)):
            demo_data.load(app, actor, item, lambda _rows, _share: None)
    yield app
    app.close()


def first_of_each(app: App) -> dict[str, int]:
    """The first record of every kind of which there is one."""
    with app.reading(app.system("test")) as work:
        kinds = app.registry.types.items()
        found = {name: work.session.scalar(select(func.min(kind.model.id))) for name, kind in kinds}
    return {name: id for name, id in found.items() if id}


@pytest.fixture
def seen(app: App, visitor: Arrive) -> list[Seen]:
    """Every page, as an administrator gets it: whoever sees more is asked for more."""
    return walk(app, visitor("administrator"), first_of_each(app))


def test_no_page_breaks_or_asks_too_much(seen: list[Seen]) -> None:
    assert {item.path: item.queries for item in seen if item.queries > MOST_QUERIES} == {}
    assert {item.path: item.answer.status_code for item in seen if item.answer.status_code >= 500} == {}
    assert len([item for item in seen if item.answer.status_code == 200]) > 300
