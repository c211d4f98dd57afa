"""S55: reminders of appointments and tasks, in the application and by e-mail, at their minute and once."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.data.models import Notification
from core.services import records, settings
from core.services.work import App
from core.testing.app import Clock
from core.testing.databases import Preparation
from core.testing.jobs import RunJobs
from core.testing.web import Arrive
from plugins.messaging import plugin
from tests.features.messages import messaging_preparation
from tests.plugins.messaging.mail_servers import MailServer, mail_server

NED = {
    "login": "ned",
    "name": "Ned",
    "email": "ned@firm.example",
    "time_zone": "Asia/Shanghai",
    "language": "en",
}


@pytest.fixture
def preparation() -> Preparation:
    return messaging_preparation()


@pytest.fixture
def plugins() -> Mapping[str, object]:
    return {"messaging": plugin}


@pytest.fixture
def mail(app: App) -> Iterator[MailServer]:
    with mail_server(None) as server:
        put(
            app, smtp_host="127.0.0.1", smtp_port=server.port, smtp_security="none", sender="crm@firm.example"
        )
        yield server


@pytest.fixture(autouse=True)
def morning(clock: Clock) -> None:
    clock.now = clock.now.replace(hour=3, minute=0, second=0, microsecond=0)


@pytest.fixture
def ned(app: App) -> int:
    return create(app, "users", **NED)


def put(app: App, **values: Any) -> None:
    with app.work(app.system("test")) as work:
        for name, value in values.items():
            settings.set_value(work, f"messaging.{name}", value)


def create(app: App, resource: str, /, **values: Any) -> int:
    with app.work(app.system("test")) as work:
        return records.create(work, resource, [values])[0]


def change(app: App, id: int, /, **values: Any) -> None:
    with app.work(app.system("test")) as work:
        records.update(work, "activities", [records.Update(id, values)])


def told(app: App, user: int) -> list[str]:
    with app.reading(app.system()) as work:
        found = select(Notification.text).where(Notification.user_id == user)
        return [str(text) for text in work.session.scalars(found.order_by(Notification.id))]


def minutes(run_jobs: RunJobs, clock: Clock, count: int) -> None:
    """So many minutes pass, in steps of half of one."""
    for _half in range(2 * count):
        clock.forward(seconds=30)
        run_jobs()


def test_s55_a_reminder_arrives_at_its_minute_in_the_application_and_by_mail(
    app: App, mail: MailServer, ned: int, run_jobs: RunJobs, clock: Clock
) -> None:
    run_jobs()
    due = clock.now + timedelta(minutes=30)
    create(app, "activities", type="call", subject="Ring Acme", due_at=due, owner=ned)
    minutes(run_jobs, clock, 29)
    assert (told(app, ned), mail.mails) == ([], [])
    minutes(run_jobs, clock, 1)
    assert len(told(app, ned)) == 1 and "Ring Acme" in told(app, ned)[0] and "11:30" in told(app, ned)[0]
    assert [(each["To"], "Ring Acme" in each["Subject"]) for each in mail.mails] == [
        ("Ned <ned@firm.example>", True)
    ]
    minutes(run_jobs, clock, 5)
    assert (len(told(app, ned)), len(mail.mails)) == (1, 1)


def test_s55_an_own_time_and_the_companys_minutes_before(
    app: App, mail: MailServer, ned: int, run_jobs: RunJobs, clock: Clock
) -> None:
    run_jobs()
    put(app, remind_minutes=15)
    start = clock.now + timedelta(minutes=20)
    create(app, "activities", type="meeting", subject="Ours", starts_at=start, owner=ned)
    own = {"starts_at": start, "remind_at": clock.now + timedelta(minutes=10)}
    create(app, "activities", type="meeting", subject="Its own", owner=ned, **own)
    minutes(run_jobs, clock, 5)
    assert ["Ours" in text for text in told(app, ned)] == [True]
    minutes(run_jobs, clock, 5)
    assert ["Its own" in text for text in told(app, ned)] == [False, True]


def test_s55_what_is_made_shortly_before_reminds_too(
    app: App, ned: int, run_jobs: RunJobs, clock: Clock
) -> None:
    run_jobs()
    create(
        app, "activities", type="task", subject="Soon", due_at=clock.now + timedelta(seconds=45), owner=ned
    )
    assert told(app, ned) == []
    minutes(run_jobs, clock, 1)
    assert len(told(app, ned)) == 1


@pytest.mark.parametrize("seconds", [45, 300])
@pytest.mark.parametrize("what", ["moved", "done", "deleted"])
def test_s55_what_was_moved_done_or_deleted_reminds_no_more(
    app: App, ned: int, run_jobs: RunJobs, clock: Clock, seconds: int, what: str
) -> None:
    run_jobs()
    due = clock.now + timedelta(seconds=seconds)
    id = create(app, "activities", type="task", subject="Plan", due_at=due, owner=ned)
    if what == "moved":
        change(app, id, due_at=due + timedelta(days=1))
    elif what == "done":
        change(app, id, status="done")
    else:
        with app.work(app.system("test")) as work:
            records.delete(work, "activities", [id])
    minutes(run_jobs, clock, 6)
    assert told(app, ned) == []


def test_s55_a_restart_tells_nobody_twice_and_loses_nothing(
    app: App, mail: MailServer, ned: int, run_jobs: RunJobs, clock: Clock
) -> None:
    run_jobs()
    create(app, "activities", type="task", subject="One", due_at=clock.now + timedelta(minutes=1), owner=ned)
    create(app, "activities", type="task", subject="Two", due_at=clock.now + timedelta(minutes=90), owner=ned)
    minutes(run_jobs, clock, 1)
    clock.forward(hours=3)
    for _restart in range(3):
        run_jobs()
        clock.forward(minutes=1)
    assert [("One" in text, "Two" in text) for text in told(app, ned)] == [(True, False), (False, True)]
    assert len(mail.mails) == 2


def test_s55_everybody_who_takes_part_is_reminded_in_his_language(
    app: App, ned: int, run_jobs: RunJobs, clock: Clock
) -> None:
    run_jobs()
    mei = create(app, "users", login="mei", name="Mei", language="zh-Hans")
    due = {"due_at": clock.now + timedelta(minutes=5), "owner": ned, "participants": [{"user": mei}]}
    create(app, "activities", type="meeting", subject="Plan", **due)
    minutes(run_jobs, clock, 5)
    assert len(told(app, ned)) == 1
    assert told(app, mei)[0].startswith("提醒")


def test_s55_types_and_people_can_be_silent(
    app: App, mail: MailServer, ned: int, run_jobs: RunJobs, clock: Clock
) -> None:
    run_jobs()
    put(app, remind_types={"note": {"in_app": False, "email": False}, "task": {"email": False}})
    create(app, "messaging.preferences", user=ned, in_app=True, by_email=True, silent_types="visit")
    for kind in ("task", "visit", "call"):
        due = clock.now + timedelta(minutes=2)
        create(app, "activities", type=kind, subject=kind, due_at=due, owner=ned)
    minutes(run_jobs, clock, 3)
    assert [text.rsplit(maxsplit=1)[1] for text in told(app, ned)] == ["task", "call"]
    assert ["call" in each["Subject"] for each in mail.mails] == [True]


def test_s55_the_days_list_comes_once_in_the_morning(
    app: App, mail: MailServer, ned: int, run_jobs: RunJobs, clock: Clock
) -> None:
    clock.now = (clock.now - timedelta(days=1)).replace(hour=22, minute=30)
    run_jobs()
    create(app, "messaging.preferences", user=ned, in_app=False, by_email=False, digest=True)
    acme = create(app, "customers", name="Acme")
    for hours, subject in ((-30, "Overdue"), (4, "Today"), (40, "Later")):
        due = clock.now + timedelta(hours=hours)
        create(app, "activities", type="task", subject=subject, due_at=due, owner=ned, customer=acme)
    minutes(run_jobs, clock, 20)
    assert mail.mails == []
    minutes(run_jobs, clock, 60)
    (digest,) = mail.mails
    said = next(iter(digest.iter_parts())).get_content()
    assert "2 to do" in digest["Subject"] and "Overdue (Acme)" in said and "10:30  Today" in said
    assert "Later" not in said


@pytest.mark.databases("sqlite")
def test_s55_the_calendar_shows_the_day_the_week_and_the_team(
    app: App, ned: int, visitor: Arrive, clock: Clock
) -> None:
    admin = visitor()
    for subject, owner in (("Neds plan", ned), ("Another plan", admin.user)):
        create(app, "activities", type="meeting", subject=subject, starts_at=clock.now, owner=owner)
    for span in ("day", "week", "month"):
        address = f"/activities/calendar?span={span}&day={clock.now:%Y-%m-%d}"
        team, his = admin.get(address).text, admin.get(f"{address}&filter[owner]={ned}").text
        assert "Neds plan" in team and "Another plan" in team
        assert "Neds plan" in his and "Another plan" not in his


def near(app: App, clock: Clock, user: int) -> int:
    """A task whose reminder, half a minute from now, waits in the log already."""
    at = clock.now + timedelta(seconds=30)
    return create(app, "activities", type="task", subject="Call", owner=user, remind_at=at)


def test_s55_what_was_done_by_mistake_reminds_all_the_same(
    app: App, ned: int, run_jobs: RunJobs, clock: Clock
) -> None:
    run_jobs()
    task = near(app, clock, ned)
    change(app, task, status="done")
    change(app, task, status="planned")
    minutes(run_jobs, clock, 2)
    assert len(told(app, ned)) == 1


def test_s55_whoever_has_it_at_the_last_moment_is_reminded(
    app: App, ned: int, run_jobs: RunJobs, clock: Clock
) -> None:
    run_jobs()
    task = near(app, clock, ned)
    eve = create(app, "users", **{**NED, "login": "eve", "name": "Eve", "email": "eve@firm.example"})
    change(app, task, owner=eve)
    minutes(run_jobs, clock, 2)
    assert (len(told(app, ned)), len(told(app, eve))) == (0, 1)


def test_s55_the_last_day_of_the_calendar_stops_nobody_elses_reminder(
    app: App, ned: int, run_jobs: RunJobs, clock: Clock
) -> None:
    at = clock.now + timedelta(seconds=30)
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    create(app, "activities", type="meeting", subject="End", owner=ned, remind_at=at, starts_at=last)
    create(app, "activities", type="task", subject="Call", owner=ned, remind_at=at + timedelta(seconds=30))
    minutes(run_jobs, clock, 3)
    assert len(told(app, ned)) == 2
