"""S1: the same customer entered at two places is offered for merging; his cars come together."""

from pathlib import Path

import pytest

from core.data.history import CORE, Owner
from core.data.migrations import upgrade
from core.services.work import App
from core.testing.databases import Preparation
from core.testing.jobs import RunJobs
from plugins.data_quality import plugin as data_quality
from tests.features.conftest import At
from tests.features.dealing import MODULES, noon
from tests.industry_packs.auto_dealer.vehicles.conftest import OWNERS

__all__ = ["noon"]

QUALITY = Owner("data_quality", Path(str(data_quality.__file__)).parent / "migrations")


@pytest.fixture
def preparation() -> Preparation:
    """The tables of the pack, and those that find customers who are the same."""
    return Preparation("dealer with quality", lambda base: upgrade(base, [CORE, *OWNERS, QUALITY]))


@pytest.fixture
def plugins() -> dict[str, object]:
    """The pack, what it requires, and data quality."""
    return {**MODULES, "data_quality": data_quality}


def test_s1_one_person_entered_at_two_places_becomes_one_with_both_cars(
    at: At, app: App, run_jobs: RunJobs
) -> None:
    person = {"kind": "person", "family_name": "Zhang", "given_name": "Wei", "phone": "+49 30 901820"}
    ids = {login: at(login).create("customers", **person) for login in ("nina", "sara")}
    cars = [
        at(login).create("assets.assets", name=f"Car of {login}", first_owner=id, meter_unit="km")
        for login, id in ids.items()
    ]
    with app.work(app.system()) as work:
        work.enqueue("data_quality.examine")
    run_jobs()
    ada = at("ada")
    (pair,) = ada.rows("data_quality.duplicates", {"status": "open"})
    assert {pair["customer"], pair["other"]} == set(ids.values())
    ada.act("customers", ids["nina"], "merge", lose=str(ids["sara"]))
    held = ada.rows("assets.holdings", {"customer": str(ids["nina"])}, fields="asset")
    assert sorted(row["asset"] for row in held) == cars
