"""The demo shows something to everybody, the same every time."""

import pytest
from sqlalchemy import func, select

from core.services.role_templates import create_missing
from core.services.work import App
from industry_packs.auto_dealer.demo import make
from industry_packs.auto_dealer.demo.fleet import cars
from industry_packs.auto_dealer.services.desk import listing
from industry_packs.auto_dealer.services.vin import is_valid
from plugins.sales.public import Lead
from tests.plugins.care.vehicles import AS_OF


@pytest.mark.databases("sqlite")
def test_the_demo_has_a_due_list_recalls_and_leads_for_those_who_work_with_it(app: App) -> None:
    with app.work(app.system()) as work:
        create_missing(work)
        make(work, 60, lambda *_told: None)
    for login in ("ben", "dora"):
        with app.reading(app.actors.of_user(login, "test")) as work:
            assert 3 < len(listing.page(work, listing.DUE, AS_OF, None, 100)) < 40
    with app.reading(app.system()) as work:
        assert listing.page(work, "recalled", AS_OF, None, 9) and listing.page(work, "lost", AS_OF, None, 9)
        assert work.session.scalar(select(func.count()).select_from(Lead)) == 12


def test_demo_vehicles_are_the_same_every_time_and_have_valid_numbers() -> None:
    fleet = list(cars(AS_OF, 300))
    assert fleet == list(cars(AS_OF, 300))
    vins = [car.values["auto_dealer.vin"] for car in fleet]
    assert len(set(vins)) == len(vins) and all(map(is_valid, vins))
