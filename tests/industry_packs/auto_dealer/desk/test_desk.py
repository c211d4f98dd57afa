"""The service desk: one list of what is due, calls with their results, the sheet of a day, the measures."""

from datetime import timedelta
from typing import Any

import pytest

from core.errors import Invalid
from core.services.work import App
from core.testing.jobs import RunJobs
from core.testing.statements import Counting
from industry_packs.auto_dealer.services.desk import calling, listing
from industry_packs.auto_dealer.services.desk.measuring import Retention, retention
from industry_packs.auto_dealer.services.desk.rows import DeskRow, rows_of
from tests.industry_packs.auto_dealer.desk.fleet import fleet
from tests.plugins.care.asking import car, create, every_morning, read, rows
from tests.plugins.care.vehicles import AS_OF

REMINDERS, APPOINTMENTS = "care.reminders", "auto_dealer.appointments"


def desk(app: App, segment: str) -> list[DeskRow]:
    """A segment of the list."""
    with app.reading(app.system("test")) as work:
        return rows_of(work, listing.page(work, segment, AS_OF, None, 50), AS_OF)


def vehicles(app: App, segment: str) -> list[str]:
    """The vehicles of a segment."""
    return [row.vehicle for row in desk(app, segment)]


def say(app: App, asset: int, result: str, subject: int | None = None, **said: Any) -> None:
    """Record what came of a call."""
    with app.work(app.system("test")) as work:
        calling.record(work, asset, subject, {"result": result, **said})


def test_the_list_has_what_is_due_overdue_ones_first_and_all_that_is_asked(app: App) -> None:
    fleet(app)
    assert vehicles(app, "due") == ["Car of Ada", "B-OB 2"]
    assert vehicles(app, "overdue") == ["Car of Ada"]
    assert vehicles(app, "due_soon") == vehicles(app, "recalled") == ["B-OB 2"]
    assert vehicles(app, "lost") == ["Car of Ada"]
    (row,) = desk(app, "due_soon")
    assert (row.visit, row.name, row.phone) == ("OIL", "Bob", "+4930901820")
    assert (row.recalled, row.estimate, row.meter_unit, row.contact) == (True, 9_246, "km", None)


def test_it_takes_as_many_statements_however_long_it_is(app: App, statements: Counting) -> None:
    fleet(app)
    with statements() as asked:
        desk(app, "due")
    assert len(asked) <= 8


def test_a_booking_makes_an_appointment_closes_the_reminder_and_stands_on_the_timeline(
    app: App, run_jobs: RunJobs
) -> None:
    fleet(app)
    every_morning(app, run_jobs)
    day = (AS_OF + timedelta(4)).isoformat()
    say(app, 2, "booked", subject=2, booked_on=day, starts_at="09:30", note="Waits here")
    (reminder,) = rows(app, REMINDERS, "result", "state", where={"field": "subject", "op": "eq", "value": 2})
    assert (reminder["result"], reminder["state"]) == ("booked", "closed")
    booked = rows(app, APPOINTMENTS, "asset", "codes", "status", sort="booked_on")[0]
    assert (booked["asset"], booked["codes"], booked["status"]) == (2, "OIL, R-1", "confirmed")
    assert read(app, "auto_dealer.recall_vehicles", 1)["response"] == "comes"
    (call,) = rows(
        app, "activities", "outcome", "customer", where={"field": "status", "op": "eq", "value": "done"}
    )
    assert call["outcome"] == f"Booked for {day} · Waits here"
    assert vehicles(app, "due") == ["Car of Ada"]


def test_a_no_has_a_reason_and_is_the_reminder_where_there_was_none(app: App, run_jobs: RunJobs) -> None:
    fleet(app)
    with pytest.raises(Invalid, match="why"):
        say(app, 1, "declined", subject=1)
    say(app, 1, "declined", subject=1, why="elsewhere")
    (reminder,) = rows(app, REMINDERS, "result", "why", "state", "channel")
    assert (reminder["result"], reminder["why"], reminder["state"]) == ("declined", "elsewhere", "closed")
    assert vehicles(app, "due") == ["B-OB 2"]
    every_morning(app, run_jobs)
    assert len(rows(app, REMINDERS, where={"field": "subject", "op": "eq", "value": 1})) == 1


def test_who_is_not_reached_stays_on_the_list_with_the_attempt(app: App) -> None:
    fleet(app)
    say(app, 1, "unreached", subject=1)
    assert desk(app, "overdue")[0].contact is not None
    assert rows(app, REMINDERS) == []


WRONG = (
    {"result": "maybe"},
    {"result": "booked"},
    {"result": "booked", "booked_on": "x"},
    {"result": "booked", "booked_on": "2026-12-01", "starts_at": "25:00"},
)


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("said", WRONG)
def test_what_cannot_be_is_refused_and_nothing_is_half_done(app: App, said: dict[str, str]) -> None:
    fleet(app)
    with pytest.raises(Invalid):
        say(app, 1, subject=1, **said)
    assert rows(app, REMINDERS) == rows(app, "activities", where=DONE) == []


DONE = {"field": "status", "op": "eq", "value": "done"}


def test_retention_counts_by_store_who_came_within_thirteen_months(app: App) -> None:
    for code in ("N1", "S1"):
        create(app, "units", code=code, name=code, kind="store")
    for number, unit in enumerate(("N1", "N1", "S1")):
        owner = {"email": f"{number}@example.com"}
        car(app, "2024-01-01", unit=unit, owner=owner)
    car(app, "2026-06-01", unit="S1", owner={"email": "new@example.com"})
    create(app, "care.services", asset=1, done_on=AS_OF - timedelta(30), codes="OIL")
    with app.reading(app.system("test")) as work:
        found = retention(work, AS_OF - timedelta(395))
    assert found == [Retention("N1", 2, 1), Retention("S1", 1, 0)]
    assert found[0].share == 50


def test_two_stores_of_one_name_are_counted_apart(app: App) -> None:
    for code in ("N1", "N2"):
        create(app, "units", code=code, name="North", kind="store")
        car(app, "2024-01-01", unit=code, owner={"email": f"{code}@example.com"})
    with app.reading(app.system("test")) as work:
        assert retention(work, AS_OF - timedelta(395)) == [Retention("North", 1, 0)] * 2


@pytest.mark.parametrize("segment", listing.SEGMENTS)
def test_pages_follow_each_other_without_a_gap(app: App, segment: str) -> None:
    fleet(app)
    with app.reading(app.system("test")) as work:
        whole = listing.page(work, segment, AS_OF, None, 50)
        after: listing.Position | None = None
        one_by_one: list[Any] = []
        while rows := listing.page(work, segment, AS_OF, after, 1):
            one_by_one += rows
            after = listing.position_of(rows[0])
    assert one_by_one == list(whole)
