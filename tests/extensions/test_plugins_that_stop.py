"""What stands beside records while its plugin does not run, and when it runs again."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from core.app import build
from core.config import Settings
from core.errors import Invalid
from core.services import records
from core.services.lists import Query, list_records
from core.services.records.extensions import match_trash
from core.services.work import App
from tests.extensions.watt import Account


@pytest.fixture
def without(settings: Settings, app: App) -> Iterator[App]:
    """The same database without any plugin."""
    bare = replace(build(settings, {}), clock=app.clock)
    yield bare
    bare.close()


def create(app: App, **values: Any) -> int:
    with app.work(app.system()) as work:
        return records.create(work, "customers", [{"name": "Acme", **values}])[0]


def read(app: App, id: int) -> Mapping[str, Any]:
    with app.reading(app.system()) as work:
        return records.read(work, "customers", id)


def test_without_the_plugin_nothing_of_it_is_seen_and_nothing_is_lost(app: App, without: App) -> None:
    id = create(app, **{"watt.meter": "M-1", "watt.passport": "P1"})
    with app.work(app.system()) as work:
        records.update(work, "customers", [records.Update(id, {"watt.passport": "P2"})])
    with without.work(without.system()) as work:
        assert not [name for name in records.read(work, "customers", id) if "." in name]
        assert work.session.scalars(select(Account.meter)).all() == []
        entries = records.history(work, "customers", id)
        assert not [name for entry in entries for name in entry["fields"] if "." in name]
        records.update(work, "customers", [records.Update(id, {"city": "Bonn"})])
        with pytest.raises(Invalid) as refused:
            records.update(work, "customers", [records.Update(id, {"extensions": {"watt": {"load": 1}}})])
        assert list(refused.value.rows[0]) == ["watt.load"]
    row = read(app, id)
    assert (row["watt.passport"], row["city"], row["version"]) == ("P2", "Bonn", 3)


def test_the_trash_is_matched_when_the_plugin_runs_again(app: App, without: App) -> None:
    gone, back = create(app, **{"watt.meter": "M-1"}), create(app, **{"watt.meter": "M-2"})
    with app.work(app.system()) as work:
        records.delete(work, "customers", [back])
    with without.work(without.system()) as work:
        records.delete(work, "customers", [gone])
        records.restore(work, "customers", [back])
    with app.database.writing() as connection:
        match_trash(connection, app.registry, "watt")
    create(app, **{"watt.meter": "M-1"})
    with pytest.raises(Invalid, match=r"."):
        create(app, **{"watt.meter": "M-2"})
    with app.reading(app.system()) as work:
        where = {"field": "watt.meter", "value": "M-2"}
        (found,) = list_records(work, "customers", Query(where=where)).rows
    assert found["id"] == back
