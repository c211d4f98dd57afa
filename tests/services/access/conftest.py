"""A small company: two units, two salespersons, and customers that differ in whose they are."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from core.contracts.work import Actor, ReachName
from core.services import records
from core.services.access import Access, Catalogue
from core.services.grants import Grants
from core.services.work import App, Work


@dataclass(frozen=True)
class Company:
    """Ids; `customers` by name."""

    anna: int
    berta: int
    north: int
    south: int
    customers: dict[str, int]
    contacts: dict[str, int]

    def actor(self, reach: ReachName = "all", *permissions: str, **values: Any) -> Actor:
        """Anna, who works in the north, with one reach for some permissions (all of core by default)."""
        grants = Grants([(name, reach) for name in permissions or ("core.*",)])
        usual = {"name": "Anna", "user_id": self.anna, "unit_id": self.north, "unit_ids": (self.north,)}
        return Actor(door="test", grants=grants, **{**usual, **values})


@pytest.fixture
def company(app: App) -> Company:
    """The company, with one contact of each customer, of the same name."""
    with app.work(app.system(door="test")) as work:
        north, south = records.create(
            work, "units", [{"code": code, "name": code} for code in ("north", "south")]
        )
        people = [
            {"login": "anna", "name": "Anna", "unit": north},
            {"login": "berta", "name": "Berta", "unit": south},
        ]
        anna, berta = records.create(work, "users", people)
        customers: list[dict[str, Any]] = [
            {"name": "own", "owner": anna, "unit": south},
            {"name": "team", "owner": berta, "unit": south, "team": [{"user": anna}]},
            {"name": "unit", "owner": berta, "unit": north},
            {"name": "site", "owner": berta, "unit": south, "sites": [{"unit": north}]},
            {"name": "foreign", "owner": berta, "unit": south, "phones": [{"phone": "+493012345"}]},
            {"name": "nobody's", "owner": None, "unit": None},
        ]
        by_name = _make(work, "customers", customers)
        contacts: list[dict[str, Any]] = [{"name": name, "customer": id} for name, id in by_name.items()]
        return Company(anna, berta, north, south, by_name, _make(work, "contacts", contacts))


def _make(work: Work, resource: str, rows: list[dict[str, Any]]) -> dict[str, int]:
    ids = records.create(work, resource, rows)
    return {str(row["name"]): id for row, id in zip(rows, ids, strict=True)}


@pytest.fixture(params=["narrow", "wide"])
def shaped(request: pytest.FixtureRequest, app: App) -> App:
    """The application with the criteria of small reaches, and with those of reaches over many rows."""
    most_narrow = 0 if request.param == "wide" else 1_000
    return replace(app, access=Access(Catalogue(app.registry), app.database, most_narrow=most_narrow))
