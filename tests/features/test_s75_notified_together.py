"""S75: all who look after a customer are told something together."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import select

from core.data.models import Notification
from core.errors import Forbidden, Invalid
from core.services import records, settings
from core.services.work import App
from core.testing.databases import Preparation
from core.testing.jobs import RunJobs
from plugins.messaging import plugin
from tests.features.messages import messaging_preparation
from tests.plugins.messaging.mail_servers import MailServer, mail_server

STAFF = ("ned", "sven", "vera", "ada", "olga")


@pytest.fixture
def preparation() -> Preparation:
    return messaging_preparation()


@pytest.fixture
def plugins() -> Mapping[str, object]:
    return {"messaging": plugin}


@pytest.fixture
def mail(app: App) -> Iterator[MailServer]:
    with mail_server(None) as server:
        said = {"smtp_host": "127.0.0.1", "smtp_port": server.port, "smtp_security": "none"}
        with app.work(app.system("test")) as work:
            for name, value in {**said, "sender": "crm@firm.example"}.items():
                settings.set_value(work, f"messaging.{name}", value)
        yield server


@pytest.fixture
def staff(app: App) -> dict[str, int]:
    """People of several departments; Olga may do nothing."""
    grants = [
        {"permission": f"{name}.*", "reach": "team"} for name in ("core.customers", "messaging.notices")
    ]
    with app.work(app.system("test")) as work:
        records.create(work, "roles", [{"name": "own", "title": "Own", "grants": grants}])
        rows = [
            {
                "login": login,
                "name": login.title(),
                "email": f"{login}@firm.example",
                "roles": [] if login == "olga" else [{"role": "own"}],
            }
            for login in STAFF
        ]
        return dict(zip(STAFF, records.create(work, "users", rows), strict=True))


@pytest.fixture
def gold(app: App, staff: dict[str, int]) -> int:
    """A customer with an owner and a team of three."""
    team = [
        {"user": login, "role": role}
        for login, role in (("sven", "Tax"), ("vera", "Service"), ("ned", "Sales"))
    ]
    with app.work(app.system("test")) as work:
        return records.create(work, "customers", [{"name": "Gold client", "owner": "ned", "team": team}])[0]


def notice(app: App, user: int, customer: int, **values: Any) -> int:
    said = {"customer": customer, "subject": "They are merging", "body": "Call me.", **values}
    with app.work(app.actors.of_user(user, "api", "")) as work:
        return records.create(work, "messaging.notices", [said])[0]


def told(app: App) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    with app.reading(app.system()) as work:
        for user, text in work.session.execute(select(Notification.user_id, Notification.text)):
            found.setdefault(user, []).append(str(text))
    return found


def test_s75_the_team_and_the_owner_are_told_together_but_not_who_wrote_it(
    app: App, mail: MailServer, staff: dict[str, int], gold: int, run_jobs: RunJobs
) -> None:
    notice(app, staff["vera"], gold)
    run_jobs()
    assert told(app) == {staff[login]: ["Gold client: They are merging"] for login in ("ned", "sven")}
    assert sorted(each["To"] for each in mail.mails) == ["Ned <ned@firm.example>", "Sven <sven@firm.example>"]
    said = next(iter(mail.mails[0].iter_parts())).get_content()
    assert "Vera: They are merging" in said and "Call me." in said


def test_s75_only_the_owner_or_without_mail(
    app: App, mail: MailServer, staff: dict[str, int], gold: int, run_jobs: RunJobs
) -> None:
    notice(app, staff["vera"], gold, recipients="owner", by_email=False)
    run_jobs()
    assert (list(told(app)), mail.mails) == ([staff["ned"]], [])


def test_s75_nobody_is_told_twice_when_jobs_run_again(
    app: App, mail: MailServer, staff: dict[str, int], gold: int, run_jobs: RunJobs
) -> None:
    notice(app, staff["vera"], gold)
    for _again in range(3):
        run_jobs()
    assert [len(texts) for texts in told(app).values()] == [1, 1] and len(mail.mails) == 2


def test_s75_who_may_not_see_the_customer_tells_its_team_nothing(
    app: App, staff: dict[str, int], gold: int, run_jobs: RunJobs
) -> None:
    with pytest.raises(Invalid, match="customer"):
        notice(app, staff["ada"], gold)
    with pytest.raises(Forbidden):
        notice(app, staff["olga"], gold)
    run_jobs()
    assert told(app) == {}
