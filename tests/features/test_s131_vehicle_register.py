"""S131: a vehicle links owner, dealer, sale, services."""

from tests.features.conftest import At
from tests.features.dealing import noon, plugins, preparation, sold_car

__all__ = ["noon", "plugins", "preparation"]


def test_s131_a_vehicle_links_owner_dealer_sale_and_services(at: At) -> None:
    ned = at("ned")
    customer, car = sold_car(at, "2024-03-10")
    ned.change("assets.assets", car, **{"auto_dealer.plate": "沪A·D1234"})
    at("vera").create("care.services", asset=car, done_on="2025-03-20", codes="OIL", value=9_000)
    row = ned.show("assets.assets", car)
    owner = ned.rows("assets.holdings", {"asset": str(car)}, fields="customer,role")
    assert [(each["customer"], each["role"]) for each in owner] == [(customer, "owner")]
    (service,) = ned.rows("care.services", {"asset": str(car)}, fields="codes,customer")
    assert (service["codes"], service["customer"]) == ("OIL", customer)
    assert row["unit"] is not None and row["extensions"]["assets"]["counted"] == 9_000
    assert row["extensions"]["auto_dealer"]["invoice_date"] == "2024-03-10"
    assert [hit["id"] for hit in ned.search("100238")] == [car] and at("sven").search("100238") == []
