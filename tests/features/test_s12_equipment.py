"""S12 (without advice): meters, transformers (kVA) and big appliances with their owners are listed."""

from collections.abc import Mapping

import pytest

from core.data.history import CORE
from core.data.migrations import upgrade
from core.testing.databases import Preparation
from plugins.assets import plugin
from tests.features.conftest import At
from tests.features.doors import Refused
from tests.plugins.assets.conftest import OWNER

TYPES = (
    {"name": "SCB11-630", "kind": "transformer", "rating": "630", "rating_unit": "kVA"},
    {"name": "DTS 541", "kind": "meter", "meter_unit": "kWh", "max_per_day": 5_000},
    {"name": "Arc furnace", "kind": "appliance", "rating": "4200.5", "rating_unit": "kW"},
)
FIELDS = "name,definition,assets.owner"


@pytest.fixture
def preparation() -> Preparation:
    """The tables of core and of assets."""
    return Preparation("core and assets", lambda database: upgrade(database, [CORE, OWNER]))


@pytest.fixture
def plugins() -> Mapping[str, object]:
    """The plugin."""
    return {"assets": plugin}


def works_with_equipment(at: At) -> tuple[int, dict[str, int]]:
    """A works in the north with one piece of each type, and a transformer of somebody else."""
    ada = at("ada")
    works = ada.create("customers", name="Steel works", unit="NORTH")
    other = ada.create("customers", name="Mill", unit="SOUTH")
    for values in TYPES:
        ada.create("assets.definitions", **values)
    pieces = {
        str(values["name"]): ada.create(
            "assets.assets", name=f"{values['name']} at the works", definition=values["name"],
            first_owner=works, in_service_date="2024-01-01",
        )
        for values in TYPES
    }  # fmt: skip
    ada.create("assets.assets", name="Mill's transformer", definition="SCB11-630", first_owner=other)
    return works, pieces


def test_s12_equipment_is_listed_with_its_owner(at: At) -> None:
    works, pieces = works_with_equipment(at)
    rows = at("ada").rows("assets.assets", {"assets.owner": str(works)}, fields=FIELDS, sort="name")
    assert sorted(row["name"] for row in rows) == sorted(f"{name} at the works" for name in pieces)
    transformers = at("ada").rows("assets.assets", {"definition.kind": "transformer"}, fields=FIELDS)
    assert len(transformers) == 2
    (furnace,) = at("ada").rows(
        "assets.assets", {"definition.kind": "appliance", "definition.rating[gte]": "4000"}
    )
    assert furnace["name"] == "Arc furnace at the works"


def test_s12_the_rating_of_a_transformer_is_told_in_kva(at: At) -> None:
    works_with_equipment(at)
    (found,) = at("ada").rows("assets.definitions", {"rating_unit": "kVA"})
    assert (found["rating"], found["rating_unit"]) == ("630.000", "kVA")


def test_s12_a_meter_keeps_its_readings(at: At) -> None:
    _works, pieces = works_with_equipment(at)
    for day, value in (("2024-02-01", 31_000), ("2024-03-01", 60_000), ("2024-03-02", 6_000_000)):
        at("ada").create("assets.readings", asset=pieces["DTS 541"], read_on=day, value=value)
    (meter,) = at("ada").rows("assets.assets", {"assets.doubtful[gte]": "1"}, fields="name,assets.counted")
    assert meter["name"] == "DTS 541 at the works"
    assert at("ada").show("assets.assets", pieces["DTS 541"])["extensions"]["assets"]["counted"] == 60_000


def test_s12_it_is_found_by_its_serial_number(at: At) -> None:
    works, _pieces = works_with_equipment(at)
    id = at("ada").create("assets.assets", name="Meter", serial="ZH-8841-77", first_owner=works)
    assert [hit["id"] for hit in at("ada").search("zh-8841-77")] == [id]


def test_s12_who_may_not_see_the_owner_does_not_see_the_equipment(at: At) -> None:
    _works, pieces = works_with_equipment(at)
    with pytest.raises(Refused):
        at("sara").show("assets.assets", next(iter(pieces.values())))


def test_s12_a_transfer_is_seen_at_every_door(at: At) -> None:
    _works, pieces = works_with_equipment(at)
    buyer = at("ada").create("customers", name="Buyer")
    id = pieces["Arc furnace"]
    at("ada").act("assets.assets", id, "transfer", customer=buyer, on="2025-05-05")
    (owned,) = at("ada").rows("assets.assets", {"assets.owner": str(buyer)})
    assert owned["id"] == id
    holdings = at("ada").rows("assets.holdings", {"asset": str(id)}, sort="since")
    assert [(row["since"], row["until"]) for row in holdings] == [
        ("2024-01-01", "2025-05-05"), ("2025-05-05", None),
    ]  # fmt: skip
    with pytest.raises(Refused, match="future"):
        at("ada").act("assets.assets", id, "transfer", customer=_works, on="2999-01-01")
