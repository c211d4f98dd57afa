"""Greetings: lists with text, some days ahead, sent to those who want them, logged, within a cap."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from core.errors import Invalid
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from plugins.care.services import greeting
from tests.plugins.care.asking import act, consent, create, every_morning, person, read, rows, setting

GREETINGS = "care.greetings"
BIRTHDAY = {"name": "Birthday", "kind": "birthday", "body": "Happy birthday, {name}!"}
NEW_YEAR = {
    "name": "Spring Festival",
    "kind": "lunar",
    "month": 1,
    "day_of_month": 1,
    "body": "新年快乐, {name}",
}


def greetings(app: App) -> list[dict[str, Any]]:
    return rows(app, GREETINGS, "customer", "contact", "greet_on", "body", "state", "reason", "sent_on")


def at(clock: Clock, day: str) -> None:
    clock.now = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=12)


def test_birthdays_are_put_on_the_list_ahead_with_text(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    ada = person(app, birthday=date(1990, 11, 25))
    person(app, "Bob", birthday=date(1990, 11, 29), phone="+4930901822", email="bob@example.com")
    create(app, "care.occasions", **BIRTHDAY)
    for _day in range(2):
        every_morning(app, run_jobs)
    (greeting,) = greetings(app)
    assert (greeting["customer"], str(greeting["greet_on"])) == (ada, "2026-11-25")
    assert (greeting["body"], greeting["state"]) == ("Happy birthday, Ada!", "proposed")


def test_what_was_sent_is_logged(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    ada = person(app, birthday=date(1990, 11, 25))
    consent(app, ada, purpose="marketing")
    create(app, "care.occasions", **BIRTHDAY)
    every_morning(app, run_jobs)
    act(app, GREETINGS, "reword", 1, body="All the best, dear Ada")
    act(app, GREETINGS, "send", 1)
    assert read(app, GREETINGS, 1)["state"] == "queued"
    at(clock, "2026-11-25")
    every_morning(app, run_jobs)
    row = read(app, GREETINGS, 1)
    assert (row["state"], str(row["sent_on"]), row["channel"]) == ("sent", "2026-11-25", "phone")
    (call,) = rows(app, "activities", "description", "customer")
    assert (call["description"], call["customer"]) == ("All the best, dear Ada", ada)
    with pytest.raises(Invalid, match="no longer"):
        act(app, GREETINGS, "send", 1)


def test_nobody_is_greeted_against_his_will(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    person(app, birthday=date(1990, 11, 25), do_not_contact=True)
    bob = person(app, "Bob", birthday=date(1990, 11, 25), email="bob@example.com")
    eve = person(app, "Eve", birthday=date(1990, 11, 25), email="eve@example.com")
    consent(app, eve, purpose="marketing")
    create(app, "care.occasions", automatic=True, **BIRTHDAY)
    every_morning(app, run_jobs)
    consent(app, eve, "withdrawn", purpose="marketing")
    at(clock, "2026-11-25")
    every_morning(app, run_jobs)
    assert [(row["customer"], row["state"], row["reason"]) for row in greetings(app)] == [
        (bob, "refused", "no_consent"),
        (eve, "refused", "no_consent"),
    ]
    assert rows(app, "activities") == []


def test_holidays_of_the_chinese_calendar_for_one_country(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    mei = person(app, "Mei", country="CN", phone="+8613800138000", email="mei@example.com")
    person(app, "Bob", country="DE", email="bob@example.com")
    create(app, "care.occasions", country="cn", **NEW_YEAR)
    at(clock, "2027-01-29")
    every_morning(app, run_jobs)
    assert greetings(app) == []
    at(clock, "2027-01-30")
    every_morning(app, run_jobs)
    assert [(row["customer"], str(row["greet_on"]), row["body"]) for row in greetings(app)] == [
        (mei, "2027-02-06", "新年快乐, Mei")
    ]


def test_birthdays_of_the_chinese_calendar_and_of_contacts(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    firm = create(app, "customers", name="Acme")
    values = {"customer": firm, "birthday": date(1990, 1, 1), "care.lunar_month": 10, "care.lunar_day": 18}
    wei = create(app, "contacts", family_name="Wei", **values, **{"care.lunar_leap": True})
    create(app, "care.occasions", greeted="both", **BIRTHDAY)
    every_morning(app, run_jobs)
    assert [(row["contact"], str(row["greet_on"])) for row in greetings(app)] == [(wei, "2026-11-26")]


def test_a_customer_is_greeted_only_so_often_in_a_year(app: App, run_jobs: RunJobs) -> None:
    ada = person(app, birthday=date(1990, 11, 25))
    consent(app, ada, purpose="marketing")
    setting(app, "care.greet_most", 1)
    for number in range(2):
        create(app, "care.occasions", **{**BIRTHDAY, "name": f"B{number}", "automatic": True})
    every_morning(app, run_jobs)
    assert [(row["state"], row["reason"]) for row in greetings(app)] == [("queued", None), ("refused", "cap")]


@pytest.mark.parametrize("greeted", ["customers", "contacts", "both"])
def test_many_are_put_on_the_list_in_parts(
    app: App, run_jobs: RunJobs, monkeypatch: pytest.MonkeyPatch, greeted: str
) -> None:
    monkeypatch.setattr(greeting, "AT_ONCE", 2)
    for number in range(4):
        firm = create(app, "customers", name=f"Acme {number}")
        create(app, "contacts", family_name="Ada", customer=firm)
    holiday = {"kind": "solar", "month": 11, "day_of_month": 25}
    create(app, "care.occasions", **BIRTHDAY | holiday, greeted=greeted)
    for _day in range(2):
        every_morning(app, run_jobs)
    assert len(greetings(app)) == {"customers": 4, "contacts": 4, "both": 8}[greeted]


def test_contacts_who_are_greeted_together_count_for_their_customer(app: App, run_jobs: RunJobs) -> None:
    firm = create(app, "customers", name="Acme", phone="+4930901820")
    for name in ("Ada", "Bob", "Cy"):
        values = {"customer": firm, "phone": "+4930901821", "birthday": date(1990, 11, 25)}
        create(app, "contacts", family_name=name, **values)
    consent(app, firm, purpose="marketing")
    setting(app, "care.greet_most", 2)
    create(app, "care.occasions", **BIRTHDAY, greeted="contacts", automatic=True)
    every_morning(app, run_jobs)
    assert [row["state"] for row in greetings(app)] == ["queued", "queued", "refused"]


def test_a_greeting_can_be_left_out(app: App, run_jobs: RunJobs) -> None:
    person(app, birthday=date(1990, 11, 25))
    create(app, "care.occasions", **BIRTHDAY)
    every_morning(app, run_jobs)
    act(app, GREETINGS, "skip", 1)
    every_morning(app, run_jobs)
    assert [row["state"] for row in greetings(app)] == ["skipped"]


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "solar", "month": 2, "day_of_month": 30},
        {"kind": "solar", "month": 2},
        {"kind": "lunar", "month": 1, "day_of_month": 31},
        {"body": "Dear {nmae}"},
        {"body": "Dear {name.__class__}"},
        {"body": "Dear {name"},
    ],
)
def test_days_and_texts_that_cannot_be_are_refused(app: App, values: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        create(app, "care.occasions", **{**BIRTHDAY, **values})
