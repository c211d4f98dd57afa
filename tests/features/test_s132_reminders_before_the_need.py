"""S132: a reminder is made by time or mileage before the due date, and its result recorded."""

import pytest

from tests.features.caring import Day, Morning
from tests.features.conftest import At
from tests.features.dealing import day, morning, noon, plugins, preparation, sold_car

__all__ = ["day", "morning", "noon", "plugins", "preparation"]

TASK = {"code": "OIL", "title": "Oil change", "every": 10_000, "months": 12}
BY = {"time": (-350, 2_000), "distance": (-100, 9_800)}


@pytest.mark.parametrize("leg", BY)
def test_s132_whoever_is_due_is_told_before_and_what_he_says_is_kept(
    at: At, morning: Morning, day: Day, leg: str
) -> None:
    (ago, read), ned = BY[leg], at("ned")
    use = {"meter_unit": "km", "default_per_year": 12_000, "lead_days": 30}
    at("ada").create("care.plans", name="Cars", tasks=[TASK], **use)
    customer, car = sold_car(at, day(ago))
    said = f"{day(-1)}T08:00:00Z"
    ned.create("messaging.consents", customer=customer, purpose="service", at=said)
    ned.create("care.subjects", plan="Cars", asset=car)
    ned.create("assets.readings", asset=car, read_on=day(-1), value=read)
    morning()
    (reminder,) = ned.rows("care.reminders", None, fields="id,customer,state,due_on")
    assert (reminder["customer"], reminder["state"]) == (customer, "reminded")
    assert day(0) < str(reminder["due_on"]) < day(30)
    ned.act("care.reminders", reminder["id"], "result", result="booked", booked_on=day(3))
    assert ned.show("care.reminders", reminder["id"])["result"] == "booked"
