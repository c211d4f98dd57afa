"""Who is likely to buy a car again: worked out of invoices, asked once, closed by a purchase."""

from datetime import date
from typing import Any

import pytest

from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from industry_packs.auto_dealer.services.repurchase.windows import Owned, Terms, window
from tests.plugins.care.asking import act, change, create, delete, person, read, rows, setting

TERMS = Terms(72, 90, 24)
FIELDS = ("cars", "bought_on", "replace_on", "repurchase")


def owned(asset: int, invoiced: str | None, since: str | None = None, *, first: bool = True) -> Owned:
    days = [date.fromisoformat(day) if day else None for day in (invoiced, since)]
    return Owned(asset, f"Car {asset}", days[0], days[1], first)


@pytest.mark.parametrize(
    ("today", "state"),
    [("2026-08-30", "coming"), ("2026-08-31", "open"), ("2028-11-29", "open"), ("2028-11-30", "over")],
)
def test_the_window_opens_before_six_years_and_closes_after_eight(today: str, state: str) -> None:
    found = window([owned(1, "2020-11-29")], TERMS, date.fromisoformat(today))
    assert found and (str(found.replace_on), found.state) == ("2026-11-29", state)


def test_the_newest_vehicle_counts_and_who_came_later_bought_later() -> None:
    cars = [owned(1, "2015-01-31"), owned(2, "2019-01-01", "2024-02-29", first=False), owned(3, None)]
    found = window(cars, TERMS, date(2026, 1, 1))
    assert found and (found.newest.asset, str(found.replace_on)) == (2, "2030-02-28")
    assert window([owned(3, None)], TERMS, date(2026, 1, 1)) is None


def car(app: App, customer: int, invoiced: str, **values: Any) -> int:
    day = date.fromisoformat(invoiced)
    values = {"name": f"Car of {day.year}", "first_owner": customer, **values}
    return create(app, "assets.assets", **{**values, "in_service_date": day, "auto_dealer.invoice_date": day})


def tasks(app: App) -> list[dict[str, Any]]:
    """Those about the next car, among whatever else is to be done."""
    where = {"field": "subject", "op": "starts", "value": "Next car"}
    return rows(app, "activities", "subject", "customer", "owner", "status", "due_at", "outcome", where=where)


def morning(app: App, run_jobs: RunJobs) -> None:
    with app.work(app.system("test")) as work:
        work.enqueue("auto_dealer.daily")
    run_jobs()


def state(app: App, customer: int) -> tuple[Any, ...]:
    row = read(app, "customers", customer)
    return tuple(row[f"auto_dealer.{name}"] for name in FIELDS)


def test_what_customers_own_is_worked_out_at_once(app: App) -> None:
    customer = person(app)
    first = car(app, customer, "2020-12-01")
    assert state(app, customer) == (1, date(2020, 12, 1), date(2026, 12, 1), "open")
    change(app, "assets.assets", first, **{"auto_dealer.replace_after": 36})
    assert state(app, customer)[2:] == (date(2023, 12, 1), "over")
    car(app, customer, "2026-01-01")
    assert state(app, customer) == (2, date(2026, 1, 1), date(2032, 1, 1), "coming")
    create(app, "assets.assets", name="No invoice", first_owner=customer)
    assert state(app, customer)[0] == 3


def test_who_sold_or_lost_the_car_is_in_no_window(app: App) -> None:
    customer, other = person(app), person(app, "Other")
    first, second = car(app, customer, "2020-12-01"), car(app, customer, "2020-11-01")
    act(app, "assets.assets", "transfer", first, customer=other, on=date(2026, 11, 1))
    change(app, "assets.assets", second, status="sold")
    assert state(app, customer) == (None, None, None, None)
    assert state(app, other)[1:3] == (date(2026, 11, 1), date(2032, 11, 1))


def test_one_task_is_opened_for_the_owner_of_the_customer(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    user = create(app, "users", login="sam", name="Sam")
    customer = person(app, owner=user)
    car(app, customer, "2020-12-01")
    for _day in range(3):
        morning(app, run_jobs)
        clock.forward(days=9)
    (task,) = tasks(app)
    assert (task["customer"], task["owner"], task["status"]) == (customer, user, "planned")
    assert "Car of 2020" in task["subject"] and task["due_at"].date() == date(2026, 12, 1)


def test_the_window_opens_by_itself(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    customer = person(app)
    car(app, customer, "2021-06-01")
    morning(app, run_jobs)
    assert tasks(app) == [] and state(app, customer)[3] == "coming"
    clock.forward(days=120)
    morning(app, run_jobs)
    assert len(tasks(app)) == 1 and state(app, customer)[3] == "open"


def test_a_purchase_closes_the_task(app: App, run_jobs: RunJobs) -> None:
    customer = person(app)
    car(app, customer, "2020-12-01")
    morning(app, run_jobs)
    car(app, customer, "2026-11-20", name="New one")
    (task,) = tasks(app)
    assert task["status"] == "done" and "New one" in task["outcome"]
    morning(app, run_jobs)
    assert len(tasks(app)) == 1


def test_who_does_not_want_to_be_contacted_is_not_asked_nor_listed(app: App, run_jobs: RunJobs) -> None:
    customer = person(app, do_not_contact=True)
    car(app, customer, "2020-12-01")
    morning(app, run_jobs)
    view = app.registry.type_of("customers").views["auto_dealer.repurchase"]
    assert tasks(app) == [] == rows(app, "customers", where=view.where)
    change(app, "customers", customer, do_not_contact=False)
    assert [row["id"] for row in rows(app, "customers", where=view.where)] == [customer]


def test_the_company_says_after_how_many_months(app: App, run_jobs: RunJobs) -> None:
    customer = person(app)
    car(app, customer, "2022-12-01")
    setting(app, "auto_dealer.repurchase_months", 48)
    morning(app, run_jobs)
    assert state(app, customer)[3] == "open" and len(tasks(app)) == 1


def test_a_car_in_the_trash_counts_no_more_the_next_morning(app: App, run_jobs: RunJobs) -> None:
    customer = person(app)
    delete(app, "assets.assets", car(app, customer, "2020-12-01"))
    morning(app, run_jobs)
    assert state(app, customer) == (None, None, None, None) and tasks(app) == []
