"""S143: recurring visits by product and warranty; promises per sold item, missed ones listed."""

from tests.features.caring import Day, Morning, day, morning, noon, plugins, preparation
from tests.features.conftest import At

__all__ = ["day", "morning", "noon", "plugins", "preparation"]

MISSED = {"care.missed_on[empty]": "false"}
FIELDS = "id,name,promised_until,care.missed_on,care.due_on,care.urgency"


def boilers(at: At) -> None:
    """Every boiler of this make is visited once a year, as long as its warranty of two years lasts."""
    ada = at("ada")
    ada.create("assets.definitions", name="Boiler 7", kind="appliance")
    tasks = [{"code": "CLEAN", "title": "Cleaning", "months": 12}]
    promise = {"promised": True, "promised_months": 24}
    ada.create("care.plans", name="Boilers", definition="Boiler 7", tasks=tasks, **promise)


def sold(at: At, name: str, start: str) -> int:
    """A boiler at somebody's home."""
    customer = at("ada").create("customers", kind="person", family_name=name, phone="+49 30 901820")
    values = {"definition": "Boiler 7", "first_owner": customer, "in_service_date": start}
    return at("ada").create("assets.assets", name=f"Boiler of {name}", **values)


def missed(at: At) -> list[str]:
    return [
        row["name"] for row in at("ada").rows("care.subjects", MISSED, fields=FIELDS, sort="care.missed_on")
    ]


def test_s143_each_sold_item_has_its_promise(at: At, day: Day) -> None:
    boilers(at)
    sold(at, "Mei", day(-100))
    (row,) = at("ada").rows("care.subjects", {"promised": "true"}, fields=FIELDS)
    assert row["name"] == "Boiler of Mei · Boilers"
    assert str(row["promised_until"])[:4] > day(0)[:4]


def test_s143_missed_promises_are_listed_until_they_are_kept(at: At, morning: Morning, day: Day) -> None:
    boilers(at)
    late, _in_time = sold(at, "Late", day(-400)), sold(at, "Intime", day(-360))
    assert missed(at) == ["Boiler of Late · Boilers"]
    morning(10)
    assert missed(at) == ["Boiler of Late · Boilers", "Boiler of Intime · Boilers"]
    at("ada").create("care.services", asset=late, done_on=day(0), codes="CLEAN", report="Cleaned")
    assert missed(at) == ["Boiler of Intime · Boilers"]


def test_s143_after_the_warranty_nothing_is_promised(at: At, day: Day) -> None:
    boilers(at)
    old = sold(at, "Old", day(-1_000))
    at("ada").create("care.services", asset=old, done_on=day(-500), codes="CLEAN")
    assert missed(at) == []
    (row,) = at("ada").rows("care.subjects", {"asset": str(old)}, fields=FIELDS)
    assert "overdue" in str(row)
