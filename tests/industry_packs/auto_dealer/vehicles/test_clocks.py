"""Warranties have two legs, of which the first that is reached ends them."""

from datetime import date
from typing import Any

from core.labels import Label
from core.services.work import App
from industry_packs.auto_dealer.services.clocks.rule import Clock, Meter
from industry_packs.auto_dealer.services.showing import clocks
from tests.plugins.care.asking import create, plan, read, setting, under
from tests.plugins.care.vehicles import AS_OF

DAYS = Clock(Label("Warranty"), date(2024, 1, 1), date(2027, 1, 1), 60_000)


def shown(app: App, id: int) -> list[dict[str, Any]]:
    row = read(app, "assets.assets", id)
    with app.reading(app.system("test")) as work:
        return [{**each, "title": str(each["title"])} for each in clocks(work, row)["rows"]]


def car(app: App, invoiced: str, unit: str = "km", *points: tuple[str, int]) -> int:
    day = date.fromisoformat(invoiced)
    values = {"name": "Car", "meter_unit": unit, "auto_dealer.invoice_date": day}
    id = create(app, "assets.assets", **values)
    for on, value in points:
        create(app, "assets.readings", asset=id, read_on=date.fromisoformat(on), value=value)
    return id


def test_the_leg_that_is_further_says_how_much_is_used() -> None:
    meter = Meter(48_000, 48_500, "km")
    assert DAYS.used(date(2024, 2, 1), meter) == 80
    assert DAYS.used(date(2026, 12, 1), Meter(100, 100, "km")) == 97
    assert (DAYS.distance_left(meter), DAYS.days_left(date(2026, 12, 31))) == (11_500, 1)


def test_it_is_over_after_its_last_day_or_when_its_distance_was_read() -> None:
    assert DAYS.state(date(2027, 1, 1), None, 80) == "ending"
    assert DAYS.state(date(2027, 1, 2), None, 80) == "over"
    assert DAYS.state(date(2024, 2, 1), Meter(60_000, 60_000, "km"), 80) == "over"
    assert DAYS.state(date(2024, 2, 1), Meter(59_999, 75_000, "km"), 80) == "ending"
    assert DAYS.state(date(2024, 2, 1), Meter(100, 100, "km"), 80) == "running"


def test_both_run_from_the_invoice_date_by_named_defaults(app: App) -> None:
    warranty, guarantees = shown(app, car(app, "2024-02-29", "km", ("2025-03-01", 30_000)))
    assert (warranty["ends_on"], warranty["ends_at"]) == (date(2027, 2, 28), 60_000)
    assert (guarantees["ends_on"], guarantees["ends_at"]) == (date(2026, 2, 28), 50_000)
    assert (warranty["state"], guarantees["state"]) == ("ending", "over")
    assert (warranty["days"], warranty["distance"]) == ((date(2027, 2, 28) - AS_OF).days, 30_000)


def test_what_is_driven_meanwhile_is_estimated_by_its_plan_and_told_in_its_unit(app: App) -> None:
    id = car(app, "2025-11-21", "mi", ("2025-11-21", 0), ("2026-05-20", 18_000))
    under(app, plan(app), id)
    warranty, _guarantees = shown(app, id)
    assert warranty["ends_at"] == 37_282
    assert warranty["distance"] == 37_282 - 18_000 - 185 * 18_000 // 180


def test_the_company_sets_them_and_a_longer_one_can_be_bought(app: App) -> None:
    setting(app, "auto_dealer.guarantees_months", 0)
    setting(app, "auto_dealer.guarantees_km", 0)
    setting(app, "auto_dealer.warranty_months", 60)
    id = car(app, "2025-01-01")
    values = {"kind": "warranty", "begins_on": date(2025, 1, 1), "ends_on": date(2031, 1, 1)}
    create(app, "auto_dealer.policies", asset=id, ends_at=150_000, **values)
    told = [(each["title"], each["ends_on"], each["ends_at"]) for each in shown(app, id)]
    assert told == [
        ("Warranty", date(2030, 1, 1), 60_000),
        ("Extended warranty", date(2031, 1, 1), 150_000),
    ]


def test_without_an_invoice_none_runs(app: App) -> None:
    assert shown(app, create(app, "assets.assets", name="Car", meter_unit="km")) == []
