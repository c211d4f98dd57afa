"""S6: the owner is told when somebody else changes a telephone number or an address of his customer."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from core.data.models import Notification
from core.services import records, settings
from core.services.work import App
from core.testing.databases import Preparation
from core.testing.jobs import RunJobs
from plugins.messaging import plugin
from tests.features.messages import messaging_preparation


@pytest.fixture
def preparation() -> Preparation:
    return messaging_preparation()


@pytest.fixture
def plugins() -> Mapping[str, object]:
    return {"messaging": plugin}


def act(app: App, user: int) -> Any:
    return app.work(app.actors.of_user(user, "api", ""))


@pytest.fixture
def people(app: App) -> tuple[int, int]:
    """Ned, who owns customers, and Ada, who may do everything."""
    with app.work(app.system("test")) as work:
        records.create(
            work, "roles", [{"name": "all", "title": "All", "grants": [{"permission": "*", "reach": "all"}]}]
        )
        rows = [
            {"login": login, "name": login.title(), "roles": [{"role": "all"}]} for login in ("ned", "ada")
        ]
        ned, ada = records.create(work, "users", rows)
    return ned, ada


def told(app: App, user: int) -> Sequence[tuple[str, str]]:
    with app.reading(app.system()) as work:
        found = select(Notification.text, Notification.link).where(Notification.user_id == user)
        return [(str(text), link) for text, link in work.session.execute(found.order_by(Notification.id))]


def customers(app: App, owner: int, count: int = 1) -> list[int]:
    with app.work(app.system("test")) as work:
        rows = [{"name": f"Acme {n}", "phone": "+4930901820", "owner": owner} for n in range(1, count + 1)]
        return records.create(work, "customers", rows)


@pytest.mark.parametrize(
    "change",
    [
        {"phone": "+4930901821"},
        {"email": "new@acme.example"},
        {"street": "Unter den Linden 1"},
        {"phones": [{"phone": "+4930901822"}]},
        {"addresses": [{"kind": "site", "city": "Bonn"}]},
    ],
)
def test_s6_the_owner_is_told_of_a_change_by_somebody_else(
    app: App, people: tuple[int, int], run_jobs: RunJobs, change: dict[str, Any]
) -> None:
    ned, ada = people
    (id,) = customers(app, ned)
    with act(app, ada) as work:
        records.update(work, "customers", [records.Update(id, change)])
    run_jobs()
    ((text, link),) = told(app, ned)
    assert ("Acme 1" in text, link, told(app, ada)) == (True, f"/customers/{id}", [])
    assert "90182" not in text


def test_s6_a_contacts_number_is_one_of_the_customer(
    app: App, people: tuple[int, int], run_jobs: RunJobs
) -> None:
    ned, ada = people
    (id,) = customers(app, ned)
    with act(app, ada) as work:
        (contact,) = records.create(work, "contacts", [{"customer": id, "name": "Anna"}])
        records.update(work, "contacts", [records.Update(contact, {"mobile": "+491713920000"})])
    run_jobs()
    assert len(told(app, ned)) == 1


def test_s6_who_changes_it_himself_or_changes_something_else_tells_nobody(
    app: App, people: tuple[int, int], run_jobs: RunJobs
) -> None:
    ned, ada = people
    (id,) = customers(app, ned)
    with act(app, ned) as work:
        records.update(work, "customers", [records.Update(id, {"phone": "+4930901821"})])
    with act(app, ada) as work:
        records.update(work, "customers", [records.Update(id, {"notes": "Likes tea"})])
    run_jobs()
    assert (told(app, ned), told(app, ada)) == ([], [])


def test_s6_many_changes_at_once_are_one_message(
    app: App, people: tuple[int, int], run_jobs: RunJobs
) -> None:
    ned, ada = people
    ids = customers(app, ned, 30)
    with act(app, ada) as work:
        records.update(work, "customers", [records.Update(id, {"country": "DE"}) for id in ids])
    run_jobs()
    ((text, _link),) = told(app, ned)
    assert "30" in text


def test_s6_every_change_is_told_and_the_company_can_do_without(
    app: App, people: tuple[int, int], run_jobs: RunJobs
) -> None:
    ned, ada = people
    (id,) = customers(app, ned)
    for number in ("+4930901821", "+4930901820"):
        with act(app, ada) as work:
            records.update(work, "customers", [records.Update(id, {"phone": number})])
    with act(app, ada) as work:
        settings.set_value(work, "messaging.tell_owner", "no")
        records.update(work, "customers", [records.Update(id, {"phone": "+4930901823"})])
    run_jobs()
    assert len(told(app, ned)) == 2
