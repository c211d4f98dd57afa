"""The demo shows what the plugin is for."""

from core.services import demo_data
from core.services.work import App
from plugins.assets.public import ASSETS
from tests.plugins.assets.asking import flags, rows


def test_the_demo_has_one_wrong_reading_and_a_van_that_was_sold(app: App) -> None:
    actor = app.system("test")
    for item in demo_data.waiting(app, actor):
        if item.name.startswith("assets."):
            demo_data.load(app, actor, item, lambda rows, share: None)
    found = {row["number"]: row for row in rows(app, ASSETS, "number", "assets.doubtful", "assets.owner")}
    assert {number: row["assets.doubtful"] for number, row in found.items()} == {
        "UL-BS-1": 1, "E-1": None, "E-2": None, "T-1": None, "F-1": None,
    }  # fmt: skip
    assert found["UL-BS-1"]["assets.owner"] != found["F-1"]["assets.owner"]
    assert [flag for _value, flag in flags(app, found["UL-BS-1"]["id"]) if flag] == ["jump"]
