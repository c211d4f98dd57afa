"""What was stored under a plugin's names stays, and crashes no door, while the plugin is disabled."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from core.api.application import make_asgi
from core.app import build
from core.config import Settings
from core.data.engine import Database
from core.data.models import PluginState, State
from core.errors import NotFound
from core.services import records
from core.services.settings import get, get_all, set_value
from core.services.work import App
from core.testing.api import signed_in
from core.testing.cli import Cli
from tests.host.conftest import Built, Enable
from tests.host.writing import in_a_file

TRADE = """
from core.plugin_api import *
_ = translations("trade")

@hookimpl
def activity_types():
    return [ActivityType(name="trade_demo", title=_("Demonstration"))]

@hookimpl
def settings():
    return [Setting(name="trade.target", field=integer(_("Target")))]

@hookimpl
def permissions():
    return [Permission(name="trade.forecast", title=_("Forecast"))]

@hookimpl
def role_templates():
    return [RoleTemplate(name="forecaster", title=_("Forecaster"), grants={"trade.forecast": "all"})]
"""
VIEW = {
    "columns": ["name", "trade.stage"],
    "sort": "trade.stage",
    "where": {"field": "trade.stage", "op": "empty"},
}


@pytest.fixture
def ids(settings: Settings, enable: Enable, built: Built, database: Database) -> Mapping[str, int]:
    """Something of everything, stored while the plugin ran; now it is disabled."""
    in_a_file(settings.home / "plugins" / "trade.py", TRADE)
    enable("trade")
    app = built()
    with app.work(app.system()) as work:
        set_value(work, "trade.target", 7)
        grants = [{"permission": name, "reach": "all"} for name in ("trade.forecast", "*")]
        found = {
            "activities": records.create(work, "activities", [{"type": "trade_demo", "subject": "Demo"}]),
            "roles": records.create(work, "roles", [{"name": "seller", "title": "Seller", "grants": grants}]),
        }
        (role,) = found["roles"]
        user = {"login": "anna", "name": "Anna", "roles": [{"role": role}]}
        found["users"] = records.create(work, "users", [user])
        shared = {"definition": VIEW, "visibility": "public"}
        views = [{"resource": name, "name": name, **shared} for name in ("customers", "trade.deals")]
        found["saved_views"] = records.create(work, "saved_views", views)
    with database.writing() as connection:
        connection.execute(update(PluginState).values(state="disabled"))
        connection.execute(update(State).where(State.name == "plugins").values(value=State.value + 1))
    return {name: rows[0] for name, rows in found.items()}


@pytest.fixture
def without(ids: Mapping[str, int], settings: Settings) -> Iterator[App]:
    app = build(settings)
    assert not app.plugins.running
    yield app
    app.close()


@pytest.fixture
def anna(without: App) -> TestClient:
    """Somebody with the role that names a permission of the plugin."""
    with without.work(without.system()) as work:
        made: Any = (
            without.registry.types["tokens"]
            .resource.actions[0]
            .run(work, None, {"name": "test", "user": "anna", "scopes": ""})
        )
    return signed_in(make_asgi(without), made["secret"])


@pytest.mark.parametrize("resource", ["activities", "roles", "saved_views"])
def test_records_are_listed_shown_and_changed_as_ever(
    resource: str, ids: Mapping[str, int], anna: TestClient
) -> None:
    assert anna.get(f"/api/v1/{resource}").status_code == 200
    found = anna.get(f"/api/v1/{resource}/{ids[resource]}")
    field = {"activities": "subject", "roles": "title", "saved_views": "name"}[resource]
    headers = {"if-match": found.headers["etag"]}
    changed = anna.patch(f"/api/v1/{resource}/{ids[resource]}", json={field: "Other"}, headers=headers)
    assert changed.status_code == 200, changed.text
    expected = {**found.json(), field: "Other"}
    kept = {"type", "grants", "definition", "resource"} & expected.keys()
    assert {name: changed.json()[name] for name in kept} == {name: expected[name] for name in kept}


def test_a_role_keeps_its_line_when_it_is_sent_back_whole(ids: Mapping[str, int], anna: TestClient) -> None:
    address = f"/api/v1/roles/{ids['roles']}"
    found = anna.get(address)
    headers = {"if-match": found.headers["etag"]}
    changed = anna.patch(address, json={"grants": found.json()["grants"]}, headers=headers)
    assert changed.status_code == 200, changed.text
    assert "trade.forecast" in changed.text


@pytest.mark.parametrize("path", ["settings", "changes", "search?q=Demo", "me", "users", "tokens"])
def test_other_answers_leave_it_out(path: str, ids: Mapping[str, int], anna: TestClient) -> None:
    answer = anna.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text


def test_commands_show_and_export_what_is_there(ids: Mapping[str, int], cli: Cli, tmp_path: Path) -> None:
    for resource in ("activities", "roles", "saved_views"):
        assert cli(resource, "list").code == 0
        assert cli(resource, "show", str(ids[resource])).code == 0
        assert cli(resource, "export", str(tmp_path / f"{resource}.csv")).code == 0
    assert "trade_demo" in (tmp_path / "activities.csv").read_text()


def test_a_setting_of_a_disabled_plugin_is_unknown_but_kept(
    without: App, database: Database, built: Built
) -> None:
    with without.work(without.system()) as work:
        assert "trade.target" not in get_all(work)
        with pytest.raises(NotFound):
            set_value(work, "trade.target", 8)
    with database.writing() as connection:
        connection.execute(update(PluginState).values(state="enabled"))
    app = built()
    with app.reading(app.system()) as work:
        assert get_all(work)["trade.target"] == 7


def test_a_setting_that_nobody_declared_is_an_error(without: App) -> None:
    with without.reading(without.system()) as work, pytest.raises(NotFound, match=r"Did you mean core\."):
        get(work, "core.compny")
