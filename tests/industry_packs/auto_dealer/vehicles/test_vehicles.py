"""Vehicles: their numbers and plates in one form, kept when they are not valid, found as people ask."""

from datetime import date
from typing import Any

import pytest

from core.errors import Conflict, Invalid
from core.services import records
from core.services.search import search
from core.services.work import App
from core.testing.cli import Cli
from industry_packs.auto_dealer.services.vehicles.finding import find
from tests.plugins.care.asking import change, create, delete, person, read, rows

ASSETS = "assets.assets"
VIN, SHORT = "LSGKE54H1PW100238", "LSGKE54H1PW10"


def vehicle(app: App, **values: Any) -> int:
    """A vehicle; `vin`, `plate` and so on are those of the pack."""
    plain = ("name", "first_owner", "definition", "meter_unit", "in_service_date", "number")
    named = {k if k in plain else f"auto_dealer.{k}": v for k, v in values.items()}
    return create(app, ASSETS, **{"name": "Car", **named})


def found(app: App, words: str) -> list[int]:
    """The vehicles in the list that is there to find them."""
    with app.reading(app.system("test")) as work:
        return [each.id for each in find(work, words).rows]


def test_numbers_and_plates_are_kept_in_one_form(app: App) -> None:
    row = read(app, ASSETS, vehicle(app, vin=" ｌsgke54h-1pw 100238", plate=" 沪a·d1234 "))
    assert (row["auto_dealer.vin"], row["auto_dealer.plate"]) == (VIN, "沪A·D1234")
    assert (row["auto_dealer.valid_vin"], row["auto_dealer.vin_verdict"]) == (VIN, "valid")


def test_a_number_that_is_not_valid_is_kept_and_says_why(app: App) -> None:
    ids = [vehicle(app, vin=vin) for vin in (SHORT, SHORT, "LSGKE54H1PW100283", "1" * 17)]
    told = [read(app, ASSETS, id) for id in ids]
    assert [row["auto_dealer.vin_verdict"] for row in told] == [
        "length",
        "length",
        "check_digit",
        "placeholder",
    ]
    assert {row["auto_dealer.valid_vin"] for row in told} == {None}
    change(app, ASSETS, ids[0], **{"auto_dealer.vin": VIN})
    assert read(app, ASSETS, ids[0])["auto_dealer.vin_verdict"] == "valid"


def test_two_vehicles_have_not_the_same_valid_number(app: App) -> None:
    first = vehicle(app, vin=VIN)
    with pytest.raises(Invalid, match="valid_vin"):
        vehicle(app, vin="lsgke54h1pw-100238")
    delete(app, ASSETS, first)
    vehicle(app, vin=VIN)


def test_old_cars_may_have_the_same_short_number(app: App) -> None:
    ids = [vehicle(app, vin="9G123456", model_year=1968) for _ in range(2)]
    assert {read(app, ASSETS, id)["auto_dealer.vin_verdict"] for id in ids} == {"valid"}


@pytest.mark.parametrize("words", ["100238", "W100238", "lsgke54h", "D1234", "沪AD1234", "roewe i5"])
def test_a_vehicle_is_found_by_number_tail_plate_and_model(app: App, words: str) -> None:
    id = vehicle(app, vin=VIN, plate="沪A·D1234", make="Roewe", series="i5")
    vehicle(app, vin="LSGKE54H3PW100239", plate="沪A·D1235", make="Roewe", series="RX5")
    assert found(app, words)[:1] == [id]
    with app.reading(app.system("test")) as work:
        assert id in [hit.id for hit in search(work, words, [ASSETS])]


def test_a_vehicle_is_found_by_the_phone_and_name_of_its_owner(app: App) -> None:
    owner = person(app, "Zhang", phone="+8613800138000")
    id = vehicle(app, first_owner=owner, plate="京N·12345")
    vehicle(app, first_owner=person(app, "Wang", phone="+8613900139000"))
    assert found(app, "13800138000") == found(app, "8000") == found(app, "zhang") == [id]
    with app.reading(app.system("test")) as work:
        assert [hit.id for hit in search(work, "138 0013 8000", ["customers"])] == [owner]


def test_former_plates_stay_and_are_found(app: App) -> None:
    id = vehicle(app, plate="B-GX 17")
    change(app, ASSETS, id, **{"auto_dealer.plate": "b-gx 18"})
    change(app, ASSETS, id, **{"auto_dealer.plate": None})
    former = rows(app, "auto_dealer.plates", "plate", "since", "until")
    assert [row["plate"] for row in former] == ["B-GX 17", "B-GX 18"]
    assert former[0]["since"] is None and former[1]["since"] == former[0]["until"] is not None
    assert found(app, "gx 17") == [id]


def test_make_series_and_first_day_follow_from_what_is_known(app: App) -> None:
    create(app, "assets.definitions", name="Golf 8", kind="vehicle", maker="VW", model="Golf")
    row = read(app, ASSETS, vehicle(app, definition="Golf 8", plate="B 1", invoice_date=date(2024, 2, 29)))
    assert (row["auto_dealer.make"], row["auto_dealer.series"]) == ("VW", "Golf")
    assert row["in_service_date"] == date(2024, 2, 29)


def test_two_stores_that_edit_one_car_lose_nothing(app: App) -> None:
    id = vehicle(app, vin=VIN, plate="B 1")
    version = read(app, ASSETS, id)["version"]
    change(app, ASSETS, id, **{"auto_dealer.plate": "B 2"})
    with pytest.raises(Conflict), app.work(app.system("test")) as work:
        records.update(work, ASSETS, [records.Update(id, {"auto_dealer.plate": "B 3"}, version)])
    assert read(app, ASSETS, id)["auto_dealer.plate"] == "B 2"


@pytest.mark.databases("sqlite")
def test_headings_of_a_dealers_file_are_understood(app: App, cli: Cli) -> None:
    file = "Name,VIN,Plate,Make,Invoice date\nGolf,lsgke54h1pw100238,b-x 1,VW,2024-03-01\n"
    assert cli("assets", "assets", "import", "-", stdin=file).code == 0
    row = read(app, ASSETS, 1)
    assert (row["auto_dealer.valid_vin"], row["auto_dealer.plate"], row["serial"]) == (VIN, "B-X 1", None)
