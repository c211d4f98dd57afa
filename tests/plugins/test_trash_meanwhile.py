"""What goes into the trash, or comes out of it, while a plugin is disabled."""

import pytest

from core.errors import Conflict
from core.services import records
from core.services.work import App
from tests.services.plugins.conftest import Life, life, plugins

__all__ = ["life", "plugins"]

BADGES = """# /// guanxi-plugin
# title = "Badges"
# ///
from core.plugin_api import Customer, Extension, Extra, Mapped, extends, hookimpl, text


class Badge(Extra):
    __tablename__ = "badges_customer"
    id: Mapped[int] = extends(Customer)
    number: Mapped[str | None] = text("Number", unique=True)


@hookimpl()
def extensions() -> list[Extension]:
    return [Extension(of=Customer, model=Badge, title="Badges")]
"""


@pytest.fixture
def badges(life: Life, settings: object) -> Life:
    (life.start().settings.home / "plugins" / "badges.py").write_text(BADGES, encoding="utf-8")
    return life


def make(app: App) -> int:
    with app.work(app.system("test")) as work:
        return records.create(work, "customers", [{"name": "Acme", "badges.number": "7"}])[0]


def bin_of(app: App, customer: int, *, restore: bool = False) -> None:
    with app.work(app.system("test")) as work:
        (records.restore if restore else records.delete)(work, "customers", [customer])


def test_a_unique_value_is_free_after_a_deletion_that_the_plugin_did_not_see(badges: Life) -> None:
    first = make(badges.enable("badges"))
    bin_of(badges.disable("badges"), first)
    assert make(badges.enable("badges")) != first


def test_a_plugin_is_not_enabled_over_two_records_with_one_unique_value(badges: Life) -> None:
    app = badges.enable("badges")
    first = make(app)
    bin_of(app, first)
    second = make(app)
    app = badges.disable("badges")
    bin_of(app, first, restore=True)
    with pytest.raises(Conflict, match="out of the trash"):
        badges.enable("badges")
    bin_of(app, second)
    with badges.enable("badges").reading(app.system("test")) as work:
        assert records.read(work, "customers", first)["badges.number"] == "7"
