"""Ready-made views stand before saved ones at every door, for whoever may see all that they show."""

from typing import Any

import pytest

from core.errors import Forbidden, NotFound
from core.services import records
from core.services.views import view_named, views_of
from core.services.work import App
from core.testing.app import MakeCustomer, actor_with
from core.testing.people import Hire

ALL = "core.customers.view"


def names(app: App, **grants: str) -> list[str]:
    rights: Any = {name.replace("__", "."): reach for name, reach in grants.items()}
    with app.reading(actor_with({ALL: "all", **rights})) as work:
        return [view.name for view in views_of(work, "customers")]


def save(app: App, name: str, visibility: str = "public") -> int:
    view = {"name": name, "resource": "customers", "visibility": visibility, "definition": {"q": "acme"}}
    with app.work(app.system()) as work:
        return records.create(work, "saved_views", [view])[0]


def test_ready_made_views_come_before_those_that_are_saved(app: App) -> None:
    kept = str(save(app, "A"))
    save(app, "B", "private")
    may = {"core__saved_views__view": "all", "core__customers__identity": "all"}
    assert names(app, **may) == ["watt.green", "watt.checked", kept]
    assert names(app, core__customers__identity="all") == ["watt.green", "watt.checked"]


def test_a_view_by_a_field_that_is_masked_is_not_offered(app: App) -> None:
    assert names(app) == ["watt.green"]
    with app.reading(actor_with({ALL: "all"})) as work, pytest.raises(NotFound, match="no view"):
        view_named(work, "customers", "watt.checked")


def test_whoever_may_not_see_the_records_is_offered_nothing(app: App) -> None:
    with app.reading(actor_with({"core.saved_views.view": "all"})) as work, pytest.raises(Forbidden):
        views_of(work, "customers")


def test_the_api_lists_them_and_refuses_what_is_no_list(app: App, hire: Hire) -> None:
    kept, ada = save(app, "Kept"), hire("ada", "administrator")
    found = ada.api.get("/api/v1/views?resource=customers").json()["data"]
    assert [(view["name"], view["title"], view["id"]) for view in found] == [
        ("watt.green", "Green customers", None),
        ("watt.checked", "Checked", None),
        (str(kept), "Kept", kept),
    ]
    assert found[0]["definition"]["columns"] == ["name", "watt.load"]
    wrong = {"": 422, "?resource=nothing": 422, "?resource=customers&x=1": 422, "?resource=": 422}
    answers = {query: ada.api.get(f"/api/v1/views{query}").status_code for query in wrong}
    assert answers == wrong


def test_the_command_line_lists_through_a_view(app: App, hire: Hire, make_customer: MakeCustomer) -> None:
    for name, load in (("Low", "1"), ("High", "9")):
        make_customer(name=name, **{"watt.meter": name, "watt.green": True, "watt.load": load})
    make_customer(name="Grey")
    kept, cli = save(app, "Low ones"), hire("ada", "administrator").cli
    assert "watt.green    Green customers" in cli("saved_views", "of", "customers").stdout
    seen = cli("customers", "list", "--view", "watt.green", "--json").data
    assert [row["name"] for row in seen] == ["High", "Low"]
    fewer = cli("customers", "list", "--view", "watt.green", "--filter", "name=Low", "--sort", "id")
    assert "Peak load" in fewer.stdout and "High" not in fewer.stdout
    assert cli("customers", "list", "--view", str(kept)).code == 0
    assert cli("customers", "list", "--view", "watt.gren").stderr.count("watt.green") == 1
