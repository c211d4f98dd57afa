"""Plugins that require assets are told, once, when something else is believed of meters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from core.plugin_api import Work, hookimpl
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from plugins.assets import plugin
from plugins.assets.public import ASSETS, DEFINITIONS, READINGS, accepted
from tests.plugins.assets.asking import asset, change, create, delete, read

Told = list[dict[int, list[int]]]


class Listener:
    """Remembers what is believed at the moment when it is told."""

    def __init__(self) -> None:
        self.told: Told = []

    @hookimpl(of="assets")
    def readings_judged(self, work: Work, assets: Sequence[int]) -> None:
        found = accepted(work, assets)
        self.told.append({id: [value for _day, value in found.get(id, [])] for id in assets})


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 6, 15, 9, tzinfo=UTC))


@pytest.fixture
def listener() -> Listener:
    """The plugin that listens."""
    return Listener()


@pytest.fixture
def plugins(listener: Listener) -> Mapping[str, Any]:
    """Both."""
    return {"assets": plugin, "listener": listener}


def test_it_is_told_once_for_an_operation_of_what_is_believed_now(app: App, listener: Listener) -> None:
    vans = create(app, ASSETS, *({"name": name, "meter_unit": "km"} for name in "AB"))
    rows = [
        {"asset": van, "read_on": f"2026-0{month}-01", "value": month} for van in vans for month in (1, 2)
    ]
    ids = create(app, READINGS, *rows)
    assert listener.told == [{vans[0]: [1, 2], vans[1]: [1, 2]}]
    change(app, READINGS, ids[0], void_reason="Wrong")
    delete(app, READINGS, ids[3])
    assert listener.told[1:] == [{vans[0]: [2]}, {vans[1]: [1]}]


def test_it_is_not_told_of_what_changes_nothing(app: App, listener: Listener) -> None:
    van = asset(app)
    (id,) = read(app, van, ("2026-01-01", 5))
    change(app, READINGS, id, source="device")
    change(app, ASSETS, van, in_service_date="2025-01-01", place="Yard")
    assert listener.told == [{van: [5]}]


def test_it_is_told_when_a_day_has_come_or_a_definition_is_another(
    app: App, listener: Listener, clock: Clock, run_jobs: RunJobs
) -> None:
    (definition,) = create(app, DEFINITIONS, name="Van", meter_unit="km", max_per_day=100)
    van = asset(app, definition=definition, in_service_date="2026-06-01")
    read(app, van, ("2026-06-02", 150), ("2026-06-16", 160))
    run_jobs()
    change(app, DEFINITIONS, definition, max_per_day=200)
    run_jobs()
    clock.forward(days=1)
    run_jobs()
    assert listener.told == [{van: []}, {van: [150]}, {van: [150, 160]}]
