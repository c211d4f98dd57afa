"""AU8: one person and one car exist once in the group; what one place does, the others see by right."""

import pytest

from core.services.work import App
from tests.features.conftest import At
from tests.features.dealing import MODULES, noon, plugins, preparation, sold_car
from tests.features.doors import Refused

__all__ = ["MODULES", "noon", "plugins", "preparation"]

VIN = "LSGKE54H1PW100238"


def test_au8_the_number_of_a_car_of_another_store_makes_no_second_one(at: At) -> None:
    _customer, asset = sold_car(at, "2026-01-10")
    with pytest.raises(Refused, match="there already") as refused:
        at("sara").create("assets.assets", name="Roewe", **{"auto_dealer.vin": VIN.lower()})
    assert refused.value.code == "invalid"
    assert [row["id"] for row in at("ada").rows("assets.assets")] == [asset]


def test_au8_whoever_has_the_car_before_him_takes_it_in(at: At, app: App) -> None:
    customer, asset = sold_car(at, "2026-01-10")
    sara = at("sara")
    with pytest.raises(Refused, match="No vehicle"):
        sara.answer("auto_dealer.appointments", "take_in", vin="LSGKE54H1PW100239")
    for _time in range(2):
        answer = sara.answer("auto_dealer.appointments", "take_in", vin=VIN)
        assert (answer["vehicle"], answer["customer"]) == (asset, customer)
    assert len(at("ada").show("customers", customer)["sites"]) == 1
    sara.create("care.services", asset=asset, done_on="2026-05-04", codes="OIL")
    assert [row["codes"] for row in at("nina").rows("care.services")] == ["OIL"]
    assert at("nils").rows("care.services") == []
