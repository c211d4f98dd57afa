"""A company with two regions, three places and people in them, at one door after the other."""

from collections.abc import Callable
from functools import cache

import pytest

from core.services import records
from core.services.work import App
from core.testing.people import Hire
from tests.features.doors import DOORS, Door
from tests.sample.fixtures import plugins, preparation

__all__ = ["plugins", "preparation"]

PLACES = (
    ("HQ", "head_office", None),
    ("NORTH", "branch", "HQ"),
    ("N1", "store", "NORTH"),
    ("N2", "workshop", "NORTH"),
    ("SOUTH", "branch", "HQ"),
    ("S1", "store", "SOUTH"),
)
STAFF = {
    "ada": ("administrator", "HQ"),
    "rita": ("manager", "NORTH"),
    "nina": ("manager", "N1"),
    "nils": ("manager", "N2"),
    "sara": ("manager", "S1"),
    "ned": ("salesperson", "N1"),
    "sven": ("salesperson", "S1"),
    "vera": ("service", "NORTH"),
    "rob": ("read_only", "NORTH"),
}

At = Callable[[str], Door]


@pytest.fixture
def company(app: App) -> None:
    """The tree of units."""
    with app.work(app.system(door="test")) as work:
        for code, kind, above in PLACES:
            records.create(work, "units", [{"code": code, "name": code, "kind": kind, "parent": above}])


@pytest.fixture(params=DOORS)
def at(request: pytest.FixtureRequest, hire: Hire, company: None) -> At:
    """What somebody can do at the door of this test: `at("rita").rows("customers")`."""

    @cache
    def at(login: str) -> Door:
        role, unit = STAFF[login]
        return DOORS[request.param](hire(login, role, unit=unit))

    return at
