"""The log through the lives of records: merged, deleted, deleted for good; and many at once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from core.services import records
from core.services.work import App
from core.testing.app import Clock
from core.testing.jobs import RunJobs
from plugins.messaging.models import Entry
from plugins.messaging.public import Message, queue
from tests.plugins.messaging.asking import consent, create, customer, entry, send, states, template


@pytest.fixture(autouse=True)
def noon(clock: Clock) -> None:
    clock.now = clock.now.replace(hour=12, minute=0)


def test_messages_and_words_of_a_merged_customer_are_those_of_the_kept_one(
    app: App, run_jobs: RunJobs
) -> None:
    template(app)
    keep, lose = customer(app, name="Keep"), customer(app, name="Lose")
    consent(app, lose, "withdrawn", purpose="service")
    send(app, customer=lose)
    with app.work(app.system("test")) as work:
        records.merge(work, "customers", keep, lose, {})
    run_jobs()
    assert (entry(app).customer_id, entry(app).state, entry(app).reason) == (keep, "refused", "no_consent")


def test_a_contact_who_is_gone_is_nobody_else(app: App, run_jobs: RunJobs) -> None:
    template(app)
    firm = customer(app)
    anna = create(app, "contacts", customer=firm, name="Anna", phone="+49 30 901821")
    send(app, contact=anna)
    with app.work(app.system("test")) as work:
        records.delete(work, "contacts", [anna])
    run_jobs()
    assert (entry(app).state, entry(app).reason) == ("refused", "no_address")


def test_with_a_customer_its_messages_are_deleted_for_good(app: App, run_jobs: RunJobs, clock: Clock) -> None:
    template(app)
    gone, stays = customer(app), customer(app, name="Stays")
    for key, id in (("a", gone), ("b", stays)):
        send(app, key, customer=id)
    run_jobs()
    with app.work(app.system("test")) as work:
        records.delete(work, "customers", [gone])
    clock.now += timedelta(days=40)
    with app.work(app.system("test")) as work:
        work.enqueue("core.empty_trash")
    run_jobs()
    assert list(states(app)) == ["b"]


def test_thousands_are_queued_with_a_few_statements(app: App, statements: Any) -> None:
    template(app)
    with app.work(app.system("test")) as work:
        ids = records.create(work, "customers", [{"name": f"C{n}"} for n in range(2_000)])
    messages = [Message(key=f"k{id}", template="hello", customer=id, values={"what": "x"}) for id in ids]
    with app.work(app.system("test")) as work, statements() as asked:
        assert all(each.is_new for each in queue(work, messages))
    assert len(asked) <= 25
    with app.reading(app.system()) as work:
        assert work.session.scalar(select(func.count()).select_from(Entry)) == 2_000
