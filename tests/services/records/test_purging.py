"""What was in the trash long enough is gone, with all that belongs to it and nothing else."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from core.contracts.base import Base
from core.data.models import Contact, Customer, CustomerPhone, JournalEntry, SearchEntry, Tagging
from core.errors import Forbidden, NotFound
from core.services import records, settings
from core.services.records import merging
from core.services.records.links import read_links
from core.services.trash import TrashReport, empty_trash
from core.services.work import App, Work
from core.testing.app import Clock, actor_with
from tests.sample.machine import Machine

ALL = {"tags": ["vip"], "phones": [{"phone": "+49 30 901820"}]}


def create(app: App, kind: str, /, **values: Any) -> int:
    with app.work(app.system()) as work:
        return records.create(work, kind, [values])[0]


def delete(app: App, resource: str, *ids: int) -> None:
    with app.work(app.system()) as work:
        records.delete(work, resource, ids)


def empty(app: App) -> TrashReport:
    return empty_trash(lambda: app.work(app.system()))


def count(work: Work, *models: type[Any]) -> list[int | None]:
    with work.access.unrestricted(work, "a test") as session:
        return [session.scalar(select(func.count()).select_from(model)) for model in models]


def test_what_is_due_goes_and_the_rest_stays(app: App, clock: Clock) -> None:
    old, young, living = (create(app, "customers", name=name) for name in "ABC")
    delete(app, "customers", old)
    clock.forward(days=20)
    delete(app, "customers", young)
    clock.forward(days=11)
    assert empty(app).removed == {"customers": 1}
    with app.work(app.system()) as work:
        records.restore(work, "customers", [young])
        assert [row["name"] for row in records.read_many(work, "customers", [young, living])] == ["B", "C"]
        with pytest.raises(NotFound):
            records.restore(work, "customers", [old])
        settings.set_value(work, "core.trash_days", 1)


def test_everything_that_belongs_to_a_customer_goes_with_it(app: App, clock: Clock) -> None:
    gone, stays = (create(app, "customers", name=name, **ALL) for name in "AB")
    for customer in (gone, stays):
        contact = create(app, "contacts", customer=customer, name="Ann", tags=["vip"])
        create(app, "activities", customer=customer, subject="Call", contact=contact)
    delete(app, "customers", gone)
    clock.forward(days=31)
    assert empty(app).removed == {"customers": 1, "contacts": 1, "activities": 1}
    with app.reading(app.system()) as work:
        assert count(work, Customer, CustomerPhone, Contact, Tagging) == [1, 1, 1, 2]
        assert count(work, SearchEntry) == [4]  # the customer and its phone, the contact, the activity
        assert [row["name"] for row in records.read_many(work, "customers", [gone, stays])] == ["B"]


def test_the_journal_keeps_that_it_was_there_but_not_what_it_said(app: App, clock: Clock) -> None:
    id = create(app, "customers", name="Secret")
    with app.work(app.system()) as work:
        records.update(work, "customers", [records.Update(id, {"name": "Other"})])
    delete(app, "customers", id)
    clock.forward(days=31)
    empty(app)
    with app.reading(app.system()) as work:
        columns = (JournalEntry.operation, JournalEntry.before, JournalEntry.customer_id)
        rows = work.session.execute(select(*columns).order_by(JournalEntry.id)).all()
    operations = ["create", "update", "delete", "purge"]
    assert [tuple(row) for row in rows] == [(operation, None, None) for operation in operations]


def test_what_another_one_in_the_trash_names_goes_after_that(app: App, clock: Clock) -> None:
    above = create(app, "customers", name="Above")
    below = create(app, "customers", name="Below", parent=above)
    delete(app, "customers", below)
    clock.forward(days=1)
    delete(app, "customers", above)
    clock.forward(days=30, hours=-1)
    report = empty(app)
    assert (report.removed, report.kept) == ({"customers": 1}, {})
    with app.work(app.system()) as work:
        records.restore(work, "customers", [above])


def test_what_may_keep_naming_it_loses_the_name_only(app: App, clock: Clock) -> None:
    customer = create(app, "customers", name="Acme")
    contact = create(app, "contacts", customer=customer, name="Ann")
    call = create(app, "activities", resource="contacts", record_id=contact, subject="Call", contact=contact)
    delete(app, "contacts", contact)
    clock.forward(days=31)
    assert empty(app).removed == {"contacts": 1}
    with app.reading(app.system()) as work:
        row = records.read(work, "activities", call)
    about = (row["contact"], row["resource"], row["record_id"], row["customer"])
    assert about == (None, "customers", customer, customer)


def test_rows_of_a_table_that_nobody_explains_keep_what_they_name(app: App, clock: Clock) -> None:
    """As the tables of a plugin whose code is missing do."""
    named, free = create(app, "customers", name="A"), create(app, "customers", name="B")
    with app.database.writing() as connection:
        key = "id INTEGER PRIMARY KEY, customer_id BIGINT REFERENCES core_customer (id) ON DELETE CASCADE"
        connection.execute(text(f"CREATE TABLE lost_policy ({key})"))
        connection.execute(text(f"INSERT INTO lost_policy VALUES (1, {named})"))
    delete(app, "customers", named, free)
    clock.forward(days=31)
    report = empty(app)
    assert (report.removed, set(report.kept)) == ({"customers": 1}, {("customers", named)})
    assert "lost_policy" in report.kept["customers", named]
    with app.database.writing() as connection:
        connection.execute(text("DELETE FROM lost_policy"))
    assert empty(app).removed == {"customers": 1}


def test_records_of_plugins_that_run_go_by_their_own_declaration(app: App, clock: Clock) -> None:
    customer = create(app, "customers", name="Acme")
    machine = create(app, "sample.machines", customer=customer, serial="M-1")
    delete(app, "sample.machines", machine)
    delete(app, "customers", customer)
    clock.forward(days=31)
    assert empty(app).removed == {"customers": 1, "sample.machines": 1}
    with app.reading(app.system()) as work:
        assert count(work, Machine) == [0]


def test_everybody_but_the_system_is_refused(app: App) -> None:
    with app.work(actor_with({"*": "all"})) as work, pytest.raises(Forbidden):
        records.purge(work, "customers", [1], work.now, {})


def test_no_table_is_left_without_a_decision(app: App) -> None:
    """Whatever names a record of core goes, follows, is emptied, or keeps it: nothing fails in the middle."""
    kept: Mapping[str, list[str]] = {}
    with app.work(app.system()) as work:
        for target, links in read_links(work).items():
            assert target in Base.metadata.tables
            kept = {**kept, target: [link.table for link in links if link.effect == "stays"]}
    assert "core_contact" not in kept["core_customer"]
    assert "core_customer" in kept["core_unit"]


def test_two_at_once_purge_everything_once(app: App, clock: Clock) -> None:
    for name in range(12):
        delete(app, "customers", create(app, "customers", name=str(name), **ALL))
    clock.now += timedelta(days=31)
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda _n: empty(app), range(3)))
    assert sum(report.removed["customers"] for report in reports) == 12
    assert all(report.kept == {} for report in reports)


def test_a_merge_does_not_keep_what_was_merged(app: App, clock: Clock) -> None:
    keep, lose = create(app, "customers", name="Keep"), create(app, "customers", name="Lose", **ALL)
    create(app, "contacts", customer=lose, name="Ann")
    with app.work(app.system()) as work:
        merging.merge(work, "customers", keep, lose)
    clock.forward(days=31)
    assert empty(app).removed == {"customers": 1}
    delete(app, "customers", keep)
    clock.forward(days=31)
    report = empty(app)
    assert (report.removed, report.kept) == ({"customers": 1, "contacts": 1}, {})
