"""A pack puts its own row beside assets, as plugins do beside customers."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from core.data.engine import Database
from core.data.history import CORE
from core.data.migrations import upgrade
from core.errors import Invalid
from core.services import records
from core.services.work import App
from core.testing.databases import Preparation
from plugins.assets import plugin
from plugins.assets.public import ASSETS
from tests.plugins.assets.asking import asset, change, delete, rows, show
from tests.plugins.assets.conftest import OWNER
from tests.plugins.assets.fleet import FleetPlugin, Vehicle


def prepare(database: Database) -> None:
    upgrade(database, [CORE, OWNER])
    with database.writing() as connection:
        Vehicle.__table__.create(connection)  # type: ignore[attr-defined]


@pytest.fixture
def preparation() -> Preparation:
    """The tables of core, of assets and of the pack."""
    return Preparation("core, assets and fleet", prepare)


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """Both."""
    return {"assets": plugin, "fleet": FleetPlugin()}


def test_a_pack_keeps_its_own_fields_beside_an_asset(app: App) -> None:
    van = asset(app, **{"fleet.plate": "B-GX 1", "fleet.tyres": "winter"})
    other = asset(app, "Oven")
    found = show(app, ASSETS, van)
    assert (found["fleet.plate"], found["fleet.tyres"]) == ("B-GX 1", "winter")
    assert show(app, ASSETS, other)["fleet.plate"] is None
    change(app, ASSETS, van, **{"fleet.tyres": "summer"})
    where = {"field": "fleet.tyres", "op": "eq", "value": "summer"}
    assert [row["id"] for row in rows(app, ASSETS, "name", where=where, sort="-fleet.plate")] == [van]


def test_its_unique_field_is_free_again_when_the_asset_is_in_the_trash(app: App) -> None:
    van = asset(app, **{"fleet.plate": "B-GX 1"})
    with pytest.raises(Invalid, match="already used"):
        asset(app, "Second", **{"fleet.plate": "B-GX 1"})
    delete(app, ASSETS, van)
    asset(app, "Second", **{"fleet.plate": "B-GX 1"})


def test_it_is_nested_in_json_and_searched(app: App, client: TestClient) -> None:
    asset(app, **{"fleet.plate": "B-GX 77"})
    (found,) = client.get("/api/v1/assets/assets", params={"filter[fleet.plate]": "B-GX 77"}).json()["data"]
    assert found["extensions"]["fleet"]["plate"] == "B-GX 77"
    hits = client.get("/api/v1/search", params={"q": "GX 77"}).json()["data"]
    assert [hit["label"] for hit in hits] == ["Van"], hits


def test_its_fields_have_a_history_and_undo_nothing_of_the_others(app: App) -> None:
    van = asset(app, **{"fleet.plate": "B-GX 1"})
    change(app, ASSETS, van, **{"fleet.plate": "B-GX 2", "place": "Yard"})
    with app.reading(app.system("test")) as work:
        (last, _first) = records.history(work, ASSETS, van)
    assert last["fields"]["fleet.plate"] == {"before": "B-GX 1", "after": "B-GX 2"}
