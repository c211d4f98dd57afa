"""Applications with sales; it is noon on a working day, in the middle of the opening hours."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.services import records
from core.services.work import App
from core.testing.app import Clock
from core.testing.databases import Preparation
from plugins.sales import plugin as sales
from tests.plugins.sales.asking import Company

MODULES = {"sales": sales}
OWNERS = [Owner("sales", Path(str(sales.__file__)).parent / "migrations")]
NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


@pytest.fixture
def preparation() -> Preparation:
    """The tables of core and sales."""
    return Preparation("core and sales", lambda database: upgrade(database, [CORE, *OWNERS]))


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """The plugin."""
    return MODULES


@pytest.fixture
def clock() -> Clock:
    """Noon of a Wednesday."""
    return Clock(NOON)


@pytest.fixture
def company(app: App) -> Company:
    """Two stores with two people each, who get the leads of their store in turn."""
    with app.work(app.system()) as work:
        units: list[dict[str, Any]] = [{"code": code, "name": code} for code in ("N", "S")]
        stores = records.create(work, "units", units)
        people = ("nan", "ned", "sam", "sue")
        rows = [{"login": name, "name": name, "unit": stores[n // 2]} for n, name in enumerate(people)]
        users = dict(zip(people, records.create(work, "users", rows), strict=True))
        routes = [
            {
                "name": "north",
                "rank": 1,
                "places": "Kiel, 24",
                "unit": stores[0],
                **_members(users, "nan", "ned"),
            },
            {"name": "rest", "rank": 2, "unit": stores[1], **_members(users, "sam", "sue")},
        ]
        records.create(work, "sales.routes", routes)
    return Company(app, dict(zip("NS", stores, strict=True)), users)


def _members(users: Mapping[str, int], *names: str) -> dict[str, Any]:
    return {"members": [{"user": users[name]} for name in names]}
