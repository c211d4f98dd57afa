"""Words of a plugin's fields beside customers are found while it runs, and only then."""

import pytest

from core.services import records
from core.services.search import search
from core.services.work import App
from core.testing.jobs import run_due
from tests.services.plugins.conftest import Life, life, plugins

__all__ = ["life", "plugins"]

BADGES = """# /// guanxi-plugin
# title = "Badges"
# ///
from core.plugin_api import Customer, Extension, Extra, Mapped, extends, hookimpl, text


class Badge(Extra):
    __tablename__ = "badges_customer"
    id: Mapped[int] = extends(Customer)
    number: Mapped[str | None] = text("Number", search=True)


@hookimpl()
def extensions() -> list[Extension]:
    return [Extension(of=Customer, model=Badge, title="Badges")]
"""


@pytest.fixture
def badges(life: Life) -> Life:
    (life.start().settings.home / "plugins" / "badges.py").write_text(BADGES, encoding="utf-8")
    return life


def hits(app: App, text: str) -> list[int]:
    run_due(app)
    with app.reading(app.system()) as work:
        return [hit.id for hit in search(work, text)]


def test_they_go_and_come_with_the_plugin(badges: Life) -> None:
    app = badges.enable("badges")
    with app.work(app.system()) as work:
        values = {"name": "Acme", "badges.number": "Secret7"}
        (id,) = records.create(work, "customers", [values])
    assert hits(app, "secret7") == [id]
    app = badges.disable("badges")
    assert (hits(app, "secret7"), hits(app, "acme")) == ([], [id])
    assert hits(badges.enable("badges"), "secret7") == [id]
