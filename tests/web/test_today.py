"""The start page: what is one's own, and the panels of plugins, of which one may fail."""

from collections.abc import Mapping
from typing import Any

import pytest

from core.contracts.pages import Panel
from core.labels import translations
from core.plugin_api import hookimpl
from core.services import records
from core.services.work import App
from core.testing.web import Arrive
from tests.web.html import page

_ = translations("core")
FACTS = "parts/facts.html"


class Board:
    """A plugin with panels on the start page."""

    @hookimpl()
    def panels(self) -> list[Panel]:
        common: dict[str, Any] = {"template": FACTS, "permission": "core.customers.view"}
        return [
            Panel(name="sold", title=_("Sold"), load=sold, eager=True, **common),
            Panel(name="late", title=_("Late"), load=sold, **common),
            Panel(name="broken", title=_("Broken"), load=broken, eager=True, **common),
        ]


def sold(work: Any, row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"pairs": [("Sold today", "3 cars")]}


def broken(work: Any, row: Mapping[str, Any]) -> Mapping[str, Any]:
    raise RuntimeError("out of order")


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """The plugin."""
    return {"board": Board()}


def test_panels_of_plugins_stand_on_the_start_page_and_a_failing_one_hurts_nobody(visitor: Arrive) -> None:
    person = visitor()
    html = person.get("/").text
    assert "3 cars" in html
    assert "The plugin board could not show this." in html and "out of order" not in html
    assert 'hx-get="/today/panels/board.late"' in html
    assert "3 cars" in person.get("/today/panels/board.late", headers={"hx-request": "true"}).text
    assert "3 cars" in person.get("/today/panels/board.late").text
    assert person.get("/today/panels/board.nothing").status_code == 404


def test_panels_need_their_permission(visitor: Arrive) -> None:
    stranger = visitor({"core.tags.view": "all"})
    assert "3 cars" not in stranger.get("/").text
    assert stranger.get("/today/panels/board.late").status_code == 404


def test_what_is_ones_own_stands_there_the_overdue_first(visitor: Arrive, app: App) -> None:
    person, other = visitor(), visitor()
    with app.work(app.system(door="test")) as work:
        rows = [
            {"type": "task", "subject": name, "owner": owner, "due_at": due}
            for name, owner, due in (
                ("Later", person.user, "2099-01-01T10:00:00Z"),
                ("Overdue", person.user, "2020-01-01T10:00:00Z"),
                ("Of another", other.user, "2020-01-01T10:00:00Z"),
            )
        ]
        records.create(work, "activities", rows)
    text = page(person.get("/").text).one("main").text
    assert text.index("Overdue") < text.index("Later")
    assert "Of another" not in text
