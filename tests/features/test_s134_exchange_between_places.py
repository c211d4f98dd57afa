"""S134: a service at a workshop appears at the dealer, by right; another system gets it as a file."""

import pytest

from tests.features.conftest import At
from tests.features.dealing import day, noon, plugins, preparation, sold_car
from tests.features.doors import Refused

__all__ = ["day", "noon", "plugins", "preparation"]


def shared_car(at: At) -> tuple[int, int]:
    """A car of a customer of N1 whom the workshop N2 serves too."""
    customer, asset = sold_car(at, "2026-01-10")
    at("ada").change("customers", customer, sites=[{"unit": "N2"}])
    return customer, asset


def test_s134_a_service_at_the_workshop_is_on_the_dealers_screen(at: At) -> None:
    _customer, asset = shared_car(at)
    done = {"done_on": "2026-05-04", "codes": "OIL", "value": 5_000}
    service = at("nils").create("care.services", asset=asset, **done)
    for login in ("nina", "ned", "rita", "ada"):
        (row,) = at(login).rows("care.services", {"asset": str(asset)}, include="auto_dealer.unit")
        assert (row["id"], row["codes"]) == (service, "OIL")
    unit = at("nina").show("care.services", service)["extensions"]["auto_dealer"]["unit"]
    assert unit == at("nils").rows("units", {"code": "N2"})[0]["id"]


def test_s134_an_unrelated_store_sees_neither_the_car_nor_its_services(at: At) -> None:
    _customer, asset = shared_car(at)
    service = at("nils").create("care.services", asset=asset, done_on="2026-05-04", codes="OIL")
    sara = at("sara")
    assert sara.rows("assets.assets") == sara.rows("care.services") == []
    for resource, id in (("assets.assets", asset), ("care.services", service)):
        with pytest.raises(Refused) as refused:
            sara.show(resource, id)
        assert refused.value.code == "not_found"


def test_s134_lines_of_one_place_are_given_to_those_who_may(at: At) -> None:
    shared_car(at)
    assert "roewe" in at("nina").answer("auto_dealer.exchange_lines", "give", after="1:")["lines"].lower()
    with pytest.raises(Refused) as refused:
        at("ned").answer("auto_dealer.exchange_lines", "give")
    assert refused.value.code == "forbidden"
