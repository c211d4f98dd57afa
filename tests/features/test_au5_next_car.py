"""AU5: the repurchase window opens a sales task; a purchase closes it; owners are a segment."""

from tests.features.caring import Day, Morning
from tests.features.conftest import At
from tests.features.dealing import day, morning, noon, plugins, preparation, sold_car

__all__ = ["day", "morning", "noon", "plugins", "preparation"]

SEGMENT = {"auto_dealer.repurchase": "open"}
NEXT_CAR = {"subject[starts]": "Next car"}
SIX_YEARS = -2_191


def test_au5_the_window_opens_a_task_once_and_a_purchase_closes_it(
    at: At, morning: Morning, day: Day
) -> None:
    ned, sven = at("ned"), at("sven")
    customer, _car = sold_car(at, day(SIX_YEARS + 100))
    morning()
    assert ned.count("customers", SEGMENT) == 0 == ned.count("activities", NEXT_CAR)
    morning(20)
    morning(1)
    (task,) = ned.rows("activities", NEXT_CAR, fields="customer,status,due_at")
    assert (task["customer"], task["status"]) == (customer, "planned")
    assert ned.count("customers", SEGMENT) == 1 and sven.count("customers", SEGMENT) == 0
    new = {"name": "New", "first_owner": customer, "auto_dealer.invoice_date": day(0)}
    ned.create("assets.assets", **new)
    assert ned.rows("activities", NEXT_CAR, fields="status")[0]["status"] == "done"
    assert ned.count("customers", SEGMENT) == 0
