"""Pages of vehicles: the list to find them in, and panels with warranties, recalls, number and plates."""

from datetime import date

import pytest

from core.services.work import App
from core.testing.statements import Counting
from core.testing.web import Arrive, Visitor, site, visitor
from tests.industry_packs.auto_dealer.enabled import plugins, preparation
from tests.plugins.care.asking import change, create, person, plan, under
from tests.web.html import Element, opened

__all__ = ["plugins", "preparation", "site", "visitor"]

pytestmark = pytest.mark.databases("sqlite")

VIN = "LSGKE54H1PW100238"


def shown(guest: Visitor, asset: int, panel: str) -> Element:
    return opened(guest, f"/assets/assets/{asset}/panels/auto_dealer.{panel}").one(class_="tab-panel")


def car(app: App) -> int:
    values = {"vin": VIN, "plate": "沪A·D1234", "make": "Roewe", "series": "i5", "model_year": 2019}
    named = {f"auto_dealer.{name}": value for name, value in values.items()}
    days = {"in_service_date": date(2025, 11, 21), "auto_dealer.invoice_date": date(2025, 11, 21)}
    owner = person(app, "Zhang", phone="+8613800138000")
    id = create(app, "assets.assets", name="Roewe", meter_unit="km", first_owner=owner, **named, **days)
    under(app, plan(app), id)
    return id


def test_the_list_finds_vehicles_and_says_what_is_due(
    app: App, visitor: Arrive, statements: Counting
) -> None:
    car(app)
    guest = visitor()
    for words in ("", "?q=100238", "?q=D1234", "?q=8000"):
        with statements() as asked:
            table = opened(guest, f"/auto_dealer/vehicles{words}").one("table")
        assert len(asked) <= 12
        for word in ("沪A·D1234", "PW100238", "Roewe i5 2019", "Zhang", "15,000 km", "2026"):
            assert word in table.text, (words, table.text)
    assert "There are no such vehicles" in opened(guest, "/auto_dealer/vehicles?q=nobody").text


def test_a_vehicle_shows_its_warranties(app: App, visitor: Arrive) -> None:
    text = shown(visitor(), car(app), "clocks").text
    assert "Warranty" in text and "Three guarantees" in text and "45,000 km" in text and "Runs" in text


def test_a_vehicle_shows_what_its_number_hints_at_and_its_former_plates(app: App, visitor: Arrive) -> None:
    id = car(app)
    change(app, "assets.assets", id, **{"auto_dealer.plate": "沪A·D9999"})
    text = shown(visitor(), id, "number").text
    assert "China" in text and "2023" in text and "another model year" in text and "沪A·D1234" in text


def test_a_vehicle_shows_its_recalls_and_that_a_model_is_not_certain(app: App, visitor: Arrive) -> None:
    id = car(app)
    for number in ("R-1", "R-2"):
        create(app, "auto_dealer.recalls", number=number, title=f"Airbag {number}")
    create(app, "auto_dealer.recall_vehicles", recall=1, vin=VIN)
    create(app, "auto_dealer.recall_ranges", recall=2, make="Roewe")
    text = shown(visitor(), id, "recalls").text
    assert "Airbag R-1" in text and "Airbag R-2" in text and text.count("unconfirmed") == 1


def test_a_car_of_which_nothing_is_known_has_its_panels_too(app: App, visitor: Arrive) -> None:
    id = create(app, "assets.assets", name="Car")
    texts = [shown(visitor(), id, name).text for name in ("clocks", "number", "recalls")]
    assert ["invoice" in texts[0], "not known" in texts[1], "No recall" in texts[2]] == [True] * 3
