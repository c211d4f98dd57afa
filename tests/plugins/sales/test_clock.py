"""Leads are answered in time, or go to somebody else."""

from datetime import UTC, datetime, timedelta
from threading import Thread

from core.services import records
from core.services.notifications import notifications
from core.services.settings import set_value
from core.testing.app import Clock, actor_with
from plugins.sales.services.measuring import answers
from tests.plugins.sales.asking import Company

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


def answer(company: Company, id: int, **values: object) -> None:
    (step,) = company.steps(id)
    company.act("activities", step["id"], "complete", outcome="Talked", next_type="call", **values)


def test_the_first_answer_stops_the_clock(company: Company, clock: Clock) -> None:
    id = company.put()
    assert company.lead(id)["sales.answer_due_at"] == NOON + timedelta(minutes=15)
    clock.forward(minutes=9)
    answer(company, id)
    lead = company.lead(id)
    assert lead["sales.answered_at"] == clock.now and lead["sales.answer_minutes"] == 9
    assert lead["sales.reroute_at"] is None
    clock.forward(hours=1)
    company.run()
    assert company.owner(id) == "sam"


def test_incoming_calls_tasks_and_notes_are_no_answer(company: Company) -> None:
    id = company.put()
    about = {"resource": "sales.leads", "record_id": id, "status": "done", "subject": "."}
    with company.app.work(company.app.system()) as work:
        rows = [{"type": "call", "direction": "in"}, {"type": "task"}, {"type": "note"}]
        records.create(work, "activities", [{**about, **row} for row in rows])
    assert company.lead(id)["sales.answered_at"] is None
    with company.app.work(company.app.system()) as work:
        records.create(work, "activities", [{**about, "type": "email"}])
    assert company.lead(id)["sales.answered_at"] == NOON


def test_an_unanswered_lead_goes_to_the_next(company: Company, clock: Clock) -> None:
    id = company.put()
    clock.forward(minutes=29)
    company.run()
    assert company.owner(id) == "sam"
    clock.forward(minutes=1)
    company.run()
    lead = company.lead(id)
    assert company.owner(id) == "sue" and lead["sales.reroutes"] == 1
    assert company.steps(id)[0]["owner"] == company.users["sue"]
    assert [told(company, name) for name in ("sam", "sue")] == [
        ["Lee was not answered in time and went to somebody else.", "New lead: Lee"],
        ["New lead: Lee"],
    ]


def test_a_clock_that_is_switched_off_stops_for_leads_that_wait(company: Company, clock: Clock) -> None:
    id = company.put()
    with company.app.work(company.app.system("test")) as work:
        set_value(work, "sales.reroute_minutes", 0)
    clock.forward(minutes=60)
    company.run()
    assert company.owner(id) == "sam" and told(company, "sam") == ["New lead: Lee"]


def told(company: Company, name: str) -> list[str]:
    with company.app.reading(actor_with({}, user_id=company.users[name])) as work:
        return [each.text for each in notifications(work)]


def test_it_ends_when_nobody_else_is_there(company: Company, clock: Clock) -> None:
    company.change(company.users["sue"], "users", active=False)
    id = company.put()
    clock.forward(minutes=30)
    company.run()
    assert company.owner(id) == "sam" and company.lead(id)["sales.reroute_at"] is None
    assert told(company, "sam")[0] == "Lee was not answered in time, and nobody else is there."


def test_it_goes_on_as_often_as_it_may(company: Company, clock: Clock) -> None:
    id, owners = company.put(), []
    for _ in range(6):
        clock.forward(minutes=30)
        company.run()
        owners.append(company.owner(id))
    assert owners == ["sue", "sam", "sue", "sue", "sue", "sue"]


def test_a_lead_that_was_moved_on_or_given_by_hand_stays(company: Company, clock: Clock) -> None:
    moved, given = company.put(), company.put(owner=company.users["nan"])
    company.change(moved, stage="contacted")
    clock.forward(hours=2)
    company.run()
    assert (company.owner(moved), company.owner(given)) == ("sam", "nan")


def test_what_the_rules_gave_and_somebody_gives_on_stays_there(company: Company, clock: Clock) -> None:
    id = company.put()
    clock.forward(minutes=29)
    company.change(id, owner=company.users["nan"])
    assert company.lead(id)["sales.reroute_at"] is None
    clock.forward(hours=2)
    company.run()
    assert company.owner(id) == "nan"


def test_at_night_the_clock_stands_still(company: Company, clock: Clock) -> None:
    clock.now = datetime(2026, 11, 20, 17, 50, tzinfo=UTC)
    with company.app.work(company.app.system()) as work:
        set_value(work, "sales.open_days", ["mon", "tue", "wed", "thu", "fri"])
    id = company.put()
    assert company.lead(id)["sales.answer_due_at"] == datetime(2026, 11, 23, 9, 5, tzinfo=UTC)
    assert company.lead(id)["sales.reroute_at"] == datetime(2026, 11, 23, 9, 20, tzinfo=UTC)
    clock.now = datetime(2026, 11, 23, 9, 3, tzinfo=UTC)
    answer(company, id)
    assert company.lead(id)["sales.answer_minutes"] == 13


def test_hours_are_those_of_the_store(company: Company) -> None:
    company.change(company.stores["S"], "units", time_zone="America/New_York")
    # Noon in London is seven in New York, where it opens at nine.
    assert company.lead(company.put())["sales.answer_due_at"] == datetime(2026, 11, 18, 14, 15, tzinfo=UTC)


def test_answers_are_measured_by_store_and_person(company: Company, clock: Clock) -> None:
    first, second = company.put(), company.put()
    clock.forward(minutes=10)
    answer(company, first)
    clock.forward(minutes=10)
    answer(company, second)
    company.put(city="Kiel")
    with company.app.reading(company.app.system()) as work:
        found = {
            each.person: (each.leads, each.answered, each.in_time, each.minutes) for each in answers(work)
        }
    assert found == {"sam": (1, 1, 1, 10), "sue": (1, 1, 0, 20), "nan": (1, 0, 0, None)}


def test_whoever_answers_at_that_moment_keeps_the_lead(company: Company, clock: Clock) -> None:
    id = company.put()
    (step,) = company.steps(id)
    clock.forward(minutes=30)
    with company.app.work(company.app.system()) as work:
        company.action("activities", "complete")(work, step["id"], {"next_type": "call"})
        thread = Thread(target=company.run)
        thread.start()
    thread.join()
    assert company.owner(id) == "sam" and company.lead(id)["sales.reroutes"] == 0
