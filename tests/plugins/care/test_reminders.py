"""Reminders: bundled for a visit, once, to those who want them, and what came of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.errors import Invalid
from core.services import records
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from plugins.care.models import SubjectState
from tests.plugins.care.asking import (
    act,
    car,
    change,
    consent,
    create,
    delete,
    every_morning,
    plan,
    read,
    rows,
    setting,
    under,
)
from tests.plugins.care.vehicles import AS_OF
from tests.plugins.messaging.mail_servers import mail_server

REMINDERS = "care.reminders"
TASKS = [{"code": "OIL", "title": "Oil change", "months": 12}, {"code": "AIR", "months": 12}]


def reminders(app: App) -> list[dict[str, Any]]:
    return rows(app, REMINDERS, "subject", "codes", "state", "reason", "result", "channel", "due_on", "why")


def calls(app: App) -> list[dict[str, Any]]:
    where = {"field": "type", "op": "eq", "value": "call"}
    return rows(app, "activities", "subject", "description", "customer", where=where)


def looked_after(app: App, owner: dict[str, Any] | None = None, **values: Any) -> int:
    return under(app, plan(app, tasks=TASKS, **values), car(app, owner=owner))


def test_what_is_due_is_told_once_for_the_whole_visit(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    subject = looked_after(app)
    every_morning(app, run_jobs)
    (reminder,) = reminders(app)
    assert (reminder["subject"], reminder["codes"], reminder["state"]) == (subject, "AIR, OIL", "reminded")
    assert (reminder["channel"], str(reminder["due_on"])) == ("phone", "2026-11-25")
    (call,) = calls(app)
    assert "Oil change" in call["description"] and "AIR" in call["description"]
    for _day in range(4):
        clock.forward(days=5)
        every_morning(app, run_jobs)
    assert len(reminders(app)) == len(calls(app)) == 1


def test_every_time_has_its_reminder(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    looked_after(app)
    for _visit in range(3):
        every_morning(app, run_jobs)
        done = {"asset": 1, "done_on": clock.now.date(), "codes": "OIL AIR"}
        create(app, "care.services", **done)
        clock.forward(days=340)
    assert [(row["result"], row["state"]) for row in reminders(app)] == [("came", "closed")] * 3
    assert len(calls(app)) == 3


def test_nothing_is_told_before_it_is_due_soon(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    under(app, plan(app, tasks=[{"code": "OIL", "months": 24}]), car(app))
    every_morning(app, run_jobs)
    clock.forward(days=338)  # 2027-10-25
    every_morning(app, run_jobs)
    assert reminders(app) == []
    clock.forward(days=1)
    every_morning(app, run_jobs)
    assert len(reminders(app)) == 1


@pytest.mark.parametrize(
    ("owner", "reason"), [({"do_not_contact": True}, "do_not_contact"), ({"phone": None}, "no_address")]
)
def test_who_cannot_be_told_is_listed_with_the_reason(
    app: App, run_jobs: RunJobs, clock: Clock, owner: dict[str, Any], reason: str
) -> None:
    looked_after(app, owner)
    for _week in range(2):
        every_morning(app, run_jobs)
        clock.forward(days=8)
    assert [(row["state"], row["reason"]) for row in reminders(app)] == [("not_sent", reason)]
    change(app, "customers", 1, phone="+4930901821", do_not_contact=False)
    every_morning(app, run_jobs)
    assert [(row["state"], row["reason"]) for row in reminders(app)] == [("reminded", None)]
    assert len(calls(app)) == 1


def test_who_said_no_is_not_told(app: App, run_jobs: RunJobs) -> None:
    looked_after(app)
    consent(app, 1, "withdrawn")
    every_morning(app, run_jobs)
    assert [(row["state"], row["reason"]) for row in reminders(app)] == [("not_sent", "no_consent")]
    assert calls(app) == []


def test_consent_withdrawn_between_queueing_and_sending(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    clock.now = clock.now.replace(hour=2)  # nobody is told at night: the message waits
    looked_after(app)
    every_morning(app, run_jobs)
    assert [row["state"] for row in reminders(app)] == ["waiting"]
    consent(app, 1, "withdrawn")
    clock.forward(hours=10)
    every_morning(app, run_jobs)
    assert [(row["state"], row["reason"]) for row in reminders(app)] == [("not_sent", "no_consent")]
    consent(app, 1)
    clock.forward(days=20)
    every_morning(app, run_jobs)
    assert calls(app) == []


def test_who_comes_anyway_is_not_told(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    subject = looked_after(app)
    act(app, "care.subjects", "book", subject, booked_on=AS_OF + timedelta(3), note="By telephone")
    every_morning(app, run_jobs)
    assert reminders(app) == []
    clock.forward(days=4)  # nobody came
    every_morning(app, run_jobs)
    assert len(reminders(app)) == 1


def test_a_booking_that_was_cancelled_counts_for_nothing(app: App, run_jobs: RunJobs) -> None:
    subject = looked_after(app)
    booking = act(app, "care.subjects", "book", subject, booked_on=AS_OF + timedelta(3))["booking"]
    every_morning(app, run_jobs)
    change(app, "care.bookings", booking, status="cancelled")
    every_morning(app, run_jobs)
    assert len(reminders(app)) == 1


def test_another_reading_makes_no_second_reminder(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    asset = car(app)
    under(app, plan(app), asset)
    every_morning(app, run_jobs)
    for day, value in (("2026-11-22", 9_000), ("2026-12-22", 12_000)):
        clock.forward(days=31)
        create(app, "assets.readings", asset=asset, read_on=date.fromisoformat(day), value=value)
        every_morning(app, run_jobs)
    assert [row["codes"] for row in reminders(app)] == ["OIL"]


def test_what_becomes_due_later_is_told_later_but_not_at_once(
    app: App, run_jobs: RunJobs, clock: Clock
) -> None:
    tasks = [{"code": "OIL", "months": 12}, {"code": "AIR", "months": 14}]
    under(app, plan(app, tasks=tasks), car(app))
    told = []
    for _time in range(6):
        every_morning(app, run_jobs)
        told.append(len(reminders(app)))
        clock.forward(days=7)
    assert [row["codes"] for row in reminders(app)] == ["OIL", "OIL, AIR"]
    assert told[:2] == [1, 1]


def test_results_are_recorded(app: App, run_jobs: RunJobs) -> None:
    subject = looked_after(app)
    every_morning(app, run_jobs)
    with pytest.raises(Invalid, match="why"):
        act(app, REMINDERS, "result", 1, result="declined")
    act(app, REMINDERS, "result", 1, result="answered", note="Will think about it")
    act(app, REMINDERS, "result", 1, result="booked", booked_on=date(2026, 12, 1))
    assert [(b["subject"], b["codes"]) for b in rows(app, "care.bookings", "subject", "codes")] == [
        (subject, "AIR, OIL")
    ]
    act(app, REMINDERS, "result", 1, result="declined", why="elsewhere")
    row = read(app, REMINDERS, 1)
    assert (row["result"], row["why"], row["state"]) == ("declined", "elsewhere", "closed")


def test_whoever_comes_fulfils_the_booking(app: App, run_jobs: RunJobs) -> None:
    subject = looked_after(app)
    every_morning(app, run_jobs)
    act(app, REMINDERS, "result", 1, result="booked", booked_on=date(2026, 12, 1))
    create(app, "care.services", asset=1, done_on=AS_OF, codes="OIL")
    assert read(app, "care.bookings", 1)["status"] == "done"
    assert read(app, REMINDERS, 1)["result"] == "came"
    assert read(app, "care.subjects", subject)["visit"] == "AIR"


def test_nobody_is_told_of_what_has_no_owner_or_ended(app: App, run_jobs: RunJobs) -> None:
    subject = looked_after(app)
    change(app, "care.subjects", subject, status="ended")
    every_morning(app, run_jobs)
    assert reminders(app) == []
    change(app, "care.subjects", subject, status="active")
    delete(app, "assets.holdings", 1)
    run_jobs()
    every_morning(app, run_jobs)
    assert [row["reason"] for row in reminders(app)] == ["no_customer"]


def test_two_runs_at_a_time_tell_nobody_twice(app: App, run_jobs: RunJobs) -> None:
    looked_after(app)
    with app.work(app.system("test")) as work:
        for _run in range(2):
            work.enqueue("care.daily")
    run_jobs()
    with app.work(app.system("test")) as work:  # as if the first had died before it noted the next look
        records.derive(work, SubjectState, [{"id": 1, "remind_on": AS_OF}])
    every_morning(app, run_jobs)
    assert len(reminders(app)) == len(calls(app)) == 1


def test_a_mail_is_not_sent_when_consent_was_withdrawn_meanwhile(
    app: App, run_jobs: RunJobs, clock: Clock
) -> None:
    with mail_server(None) as server:
        for name, value in {"smtp_port": server.port, "smtp_security": "none", **MAIL}.items():
            setting(app, f"messaging.{name}", value)
        clock.now = clock.now.replace(hour=2)
        cars = plan(app, tasks=TASKS)
        for name in ("Ada", "Bob"):
            owner = {"family_name": name, "email": f"{name}@example.com"}
            under(app, cars, car(app, owner=owner))
        every_morning(app, run_jobs)
        consent(app, 1, "withdrawn")
        clock.forward(hours=10)
        every_morning(app, run_jobs)
        assert [mail["To"] for mail in server.mails] == ["Bob <Bob@example.com>"]
        assert "Oil change" in next(iter(server.mails[0].iter_parts())).get_content()
    assert [(row["state"], row["reason"]) for row in reminders(app)] == [
        ("not_sent", "no_consent"),
        ("reminded", None),
    ]


MAIL = {"smtp_host": "127.0.0.1", "sender": "crm@firm.example"}
