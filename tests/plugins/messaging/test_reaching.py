"""Who may be told something: consent, do not contact, addresses, quiet hours and caps."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.errors import Invalid
from core.services import records
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from plugins.messaging.public import Person, Reach, reachable
from tests.plugins.messaging.asking import (
    change,
    consent,
    create,
    customer,
    entry,
    put,
    send,
    states,
    template,
)
from tests.plugins.messaging.mail_servers import MailServer


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.now = clock.now.replace(hour=12, minute=0)


def reach(
    app: App, *ids: int, purpose: str = "service", channels: Any = ("email",), kind: Any = "customer"
) -> Any:
    with app.reading(app.system()) as work:
        found = reachable(work, [Person(kind, id) for id in ids], purpose, channels)
    return [found[Person(kind, id)] for id in ids] if len(ids) > 1 else found[Person(kind, ids[0])]


def test_services_need_a_yes_unless_the_company_says_otherwise(app: App, mail: MailServer) -> None:
    id = customer(app)
    assert reach(app, id).channel
    put(app, service_needs_consent=True)
    assert reach(app, id) == Reach(None, "no_consent")
    consent(app, id, purpose="service")
    assert reach(app, id).channel


def test_marketing_needs_a_yes_and_service_only_no_no(app: App, mail: MailServer) -> None:
    id = customer(app)
    assert reach(app, id).channel == "email"
    assert reach(app, id, purpose="marketing") == Reach(None, "no_consent")
    consent(app, id)
    assert reach(app, id, purpose="marketing").channel == "email"
    consent(app, id, "withdrawn", purpose="service")
    assert reach(app, id) == Reach(None, "no_consent")
    assert reach(app, id, purpose="contract").channel == "email"


def test_the_latest_word_counts_and_the_earlier_ones_stay(app: App, mail: MailServer, clock: Clock) -> None:
    id = customer(app)
    consent(app, id, "given", at=clock.now - timedelta(days=1))
    consent(app, id, "withdrawn", at=clock.now - timedelta(days=3))
    assert reach(app, id, purpose="marketing").channel == "email"
    consent(app, id, "withdrawn")
    assert reach(app, id, purpose="marketing").reason == "no_consent"
    assert reach(app, id).channel == "email"


@pytest.mark.parametrize(
    ("said", "reached"),
    [
        ([("given", "email")], "email"),
        ([("given", "sms")], None),
        ([("given", "any"), ("withdrawn", "email")], None),
        ([("withdrawn", "email"), ("given", "any")], "email"),
        ([("withdrawn", "any"), ("given", "email")], "email"),
        ([("given", "email"), ("withdrawn", "any")], None),
    ],
)
def test_a_word_is_about_a_channel_or_about_any(
    app: App, mail: MailServer, clock: Clock, said: list[tuple[str, str]], reached: str | None
) -> None:
    id = customer(app)
    for state, channel in said:
        consent(app, id, state, channel=channel)
    assert reach(app, id, purpose="marketing").channel == reached


def test_a_customers_no_holds_for_its_contacts_and_a_contacts_for_itself(app: App, mail: MailServer) -> None:
    firm = customer(app)
    anna, bert = (
        create(app, "contacts", customer=firm, name=n, email=f"{n}@a.example") for n in ("anna", "bert")
    )
    consent(app, firm)
    assert [r.channel for r in reach(app, anna, bert, purpose="marketing", kind="contact")] == ["email"] * 2
    consent(app, firm, "withdrawn", contact=anna)
    assert [r.channel for r in reach(app, anna, bert, purpose="marketing", kind="contact")] == [None, "email"]
    consent(app, firm, "withdrawn")
    assert reach(app, bert, purpose="marketing", kind="contact").reason == "no_consent"


def test_a_contacts_no_goes_with_him_to_another_customer(app: App, mail: MailServer) -> None:
    firm, other = customer(app), customer(app, name="Other")
    anna = create(app, "contacts", customer=firm, name="anna", email="anna@a.example")
    consent(app, other)
    consent(app, firm, "withdrawn", contact=anna)
    change(app, "contacts", anna, customer=other)
    assert reach(app, anna, purpose="marketing", kind="contact").reason == "no_consent"


def test_do_not_contact_stops_everything(app: App, mail: MailServer) -> None:
    firm = customer(app, do_not_contact=True)
    anna = create(app, "contacts", customer=firm, name="Anna", email="anna@a.example")
    for purpose in ("contract", "safety", "service", "marketing", "nonsense"):
        reason = "no_consent" if purpose == "nonsense" else "do_not_contact"
        assert reach(app, firm, purpose=purpose) == Reach(None, reason)
        assert reach(app, anna, purpose=purpose, kind="contact") == Reach(None, reason)


def test_who_is_not_there_or_has_no_address_is_not_reached(app: App, mail: MailServer) -> None:
    gone, bare = customer(app), customer(app, email=None)
    with app.work(app.system("test")) as work:
        records.delete(work, "customers", [gone])
    assert [each.reason for each in reach(app, gone, bare)] == ["no_address"] * 2
    assert reach(app, 99) == Reach(None, "no_address")
    assert reach(app, bare, channels=("email", "sms", "phone")) == Reach("phone")


def test_channels_are_taken_in_order_and_those_not_set_up_not_at_all(app: App) -> None:
    id = customer(app)
    assert reach(app, id, channels=()) == Reach("phone")
    assert reach(app, id, channels=("email", "wechat", "sms")) == Reach(None, "no_address")
    put(app, sms_url="https://sms.example/send")
    assert reach(app, id, channels=()) == Reach("sms")


@pytest.mark.parametrize(
    ("zone", "hour", "until"),
    [
        ("Europe/Berlin", 22, (1, 8)),
        ("Europe/Berlin", 7, (0, 8)),
        ("Europe/Berlin", 8, None),
        ("Europe/Berlin", 20, None),
        ("Asia/Shanghai", 21, (1, 8)),
        ("America/New_York", 3, (0, 8)),
    ],
)
def test_nobody_is_woken_by_the_clock_of_where_he_lives(
    app: App, mail: MailServer, clock: Clock, zone: str, hour: int, until: tuple[int, int] | None
) -> None:
    id = customer(app, time_zone=zone)
    there = datetime(2026, 7, 1, hour, 30, tzinfo=ZoneInfo(zone))
    clock.now = there.astimezone(clock.now.tzinfo)
    found = reach(app, id)
    assert reach(app, id, purpose="safety").channel == "email"
    if until is None:
        assert found == Reach("email")
    else:
        morning = datetime(2026, 7, 1 + until[0], until[1], tzinfo=ZoneInfo(zone))
        assert (found.channel, found.reason, found.until) == (None, "quiet_hours", morning)


def test_a_message_of_the_night_waits_for_the_morning(
    app: App, mail: MailServer, clock: Clock, run_jobs: RunJobs
) -> None:
    template(app)
    clock.now = clock.now.replace(hour=23)
    send(app, customer=customer(app))
    run_jobs()
    assert (entry(app).state, entry(app).reason, mail.mails) == ("queued", "quiet_hours", [])
    clock.now = (clock.now + timedelta(days=1)).replace(hour=8)
    run_jobs()
    assert (entry(app).state, len(mail.mails)) == ("sent", 1)


def test_caps_count_by_purpose_and_person(
    app: App, mail: MailServer, clock: Clock, run_jobs: RunJobs
) -> None:
    put(app, caps={"service": [2, 7], "*": [3, 7]})
    template(app)
    id, other = customer(app), customer(app, name="Other", email="o@other.example")
    for number in range(3):
        send(app, f"k{number}", customer=id)
    send(app, "other", customer=other)
    run_jobs()
    assert states(app) == {"k0": "sent", "k1": "sent", "k2": "queued", "other": "sent"}
    waiting = entry(app, "k2")
    assert (waiting.reason, waiting.due_at) == ("cap", clock.now + timedelta(days=7))
    assert reach(app, id).reason == "cap" and reach(app, id, purpose="contract").channel == "email"
    clock.forward(days=7)
    run_jobs()
    assert states(app)["k2"] == "sent"


@pytest.mark.parametrize("withdrawn", ["consent", "do_not_contact", "address"])
def test_what_changes_between_queueing_and_sending_counts(
    app: App, mail: MailServer, run_jobs: RunJobs, withdrawn: str
) -> None:
    template(app, purpose="marketing")
    id = customer(app, phone=None)
    consent(app, id)
    send(app, customer=id)
    if withdrawn == "consent":
        consent(app, id, "withdrawn")
    elif withdrawn == "address":
        change(app, "customers", id, email=None)
    else:
        change(app, "customers", id, do_not_contact=True)
    run_jobs()
    reason = {"consent": "no_consent", "address": "no_address"}.get(withdrawn, withdrawn)
    assert (entry(app).state, entry(app).reason, mail.mails) == ("refused", reason, [])


@pytest.mark.parametrize(
    ("field", "value"),
    [("purpose", "fun"), ("channel", "pigeon"), ("state", "perhaps"), ("at", "2999-01-01T00:00:00Z")],
)
def test_wrong_words_are_refused(app: App, field: str, value: str) -> None:
    id = customer(app)
    with pytest.raises(Invalid) as refused:
        create(app, "messaging.consents", **{"customer": id, "state": "given", field: value})
    assert set(refused.value.errors) == {field}


def test_thousands_are_asked_about_with_a_few_statements(app: App, mail: MailServer, statements: Any) -> None:
    rows = [{"name": f"C{n}", "email": f"c{n}@c.example"} for n in range(2_000)]
    with app.work(app.system("test")) as work:
        ids = records.create(work, "customers", rows)
    with app.reading(app.system()) as work, statements() as asked:
        found = reachable(work, [Person("customer", id) for id in ids], "service", ("email", "phone"))
    assert {each.channel for each in found.values()} == {"email"} and len(found) == 2_000
    assert len(asked) <= 15
