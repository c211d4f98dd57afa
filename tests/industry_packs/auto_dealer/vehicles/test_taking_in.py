"""A vehicle that another unit of the group has stands in the yard: units look after it and its owner, too."""

from threading import Thread

import pytest
from sqlalchemy import text

from core.errors import Invalid
from core.services.work import App
from core.testing.app import actor_with
from industry_packs.auto_dealer.services.vehicles.taking_in import take_in
from tests.plugins.care.asking import create, person, read
from tests.servers import eventually

VIN = "LSGKE54H1PW100238"
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def unit(app: App, name: str) -> int:
    return create(app, "units", code=name, name=name)


def taken_in(app: App, unit: int | None, vin: str = "lsgke54h1 pw100238") -> None:
    with app.work(actor_with({}, unit_id=unit)) as work:
        take_in(work, None, {"vin": vin})


def sites(app: App, customer: int) -> list[int]:
    return [site["unit"] for site in read(app, "customers", customer)["sites"]]


def test_the_owner_is_one_of_the_unit_too_and_once(app: App) -> None:
    ada, north = person(app), unit(app, "N")
    create(app, "assets.assets", name="Golf", first_owner=ada, **{"auto_dealer.vin": VIN})
    for _time in range(2):
        taken_in(app, north)
    assert sites(app, ada) == [north]


def test_without_an_owner_the_vehicle_is_one_of_the_unit(app: App) -> None:
    car, north = create(app, "assets.assets", name="Golf", **{"auto_dealer.vin": VIN}), unit(app, "N")
    taken_in(app, north)
    assert read(app, "assets.assets", car)["unit"] == north


def test_who_works_for_no_unit_and_a_number_of_nobody(app: App) -> None:
    with pytest.raises(Invalid, match="no store"):
        taken_in(app, None)
    with pytest.raises(Invalid, match="No vehicle"):
        taken_in(app, unit(app, "N"), "WVWZZZ1JZXW000001")


@pytest.mark.databases("postgresql")
def test_two_units_that_take_it_in_at_once_both_have_it(app: App) -> None:
    ada, north, south = person(app), unit(app, "N"), unit(app, "S")
    create(app, "assets.assets", name="Golf", first_owner=ada, **{"auto_dealer.vin": VIN})
    other = Thread(target=lambda: taken_in(app, south))
    with app.work(actor_with({}, unit_id=north)) as work:
        take_in(work, None, {"vin": VIN})
        other.start()
        eventually(lambda: somebody_waits(app) or not other.is_alive())
    other.join()
    assert sites(app, ada) == [north, south]


def somebody_waits(app: App) -> bool:
    with app.database.reading() as connection:
        return bool(connection.execute(WAITING).scalar_one())
