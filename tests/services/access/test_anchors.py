"""Rows that point at any record are seen by whoever sees that record: activities, journal, search, tags."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from core.contracts.work import Actor
from core.data.models import Activity, SearchEntry
from core.data.models.journal import JournalEntry
from core.data.models.tag import Tagging
from core.services import records
from core.services.grants import Grants
from core.services.work import App
from tests.services.access.conftest import Company

FACTS = (JournalEntry, SearchEntry, Tagging)


@pytest.fixture
def told(app: App, company: Company) -> Company:
    """A tag on every customer and contact, and an activity about each customer and about nothing."""
    with app.work(app.system()) as work:
        for resource, ids in (("customers", company.customers), ("contacts", company.contacts)):
            records.update(work, resource, [records.Update(id, {"tags": ["vip"]}) for id in ids.values()])
        about = [
            {"subject": name, "customer": id, "owner": company.berta}
            for name, id in company.customers.items()
        ]
        alone = [
            {"subject": who, "owner": owner}
            for who, owner in (("anna's", company.anna), ("b", company.berta))
        ]
        unit = {
            "subject": "of a unit",
            "resource": "units",
            "record_id": company.south,
            "owner": company.anna,
        }
        records.create(work, "activities", [*about, *alone, unit])
    return company


def about(app: App, actor: Actor, model: Any) -> set[tuple[str, int]]:
    with app.reading(actor) as work:
        return {tuple(row) for row in work.session.execute(select(model.resource, model.record_id))}


@pytest.mark.parametrize("model", FACTS)
def test_facts_are_seen_with_the_records_that_they_are_about(model: Any, shaped: App, told: Company) -> None:
    team = [("customers", told.customers[name]) for name in ("own", "team")]
    team += [("contacts", told.contacts[name]) for name in ("own", "team")]
    found = about(shaped, told.actor("team", "core.customers.view", "core.contacts.view"), model)
    assert found == set(team)
    assert about(shaped, told.actor("team", "core.customers.view"), model) == set(team[:2])
    assert about(shaped, told.actor("all", "core.tags.view"), model) <= {("tags", 1)}


@pytest.mark.parametrize("model", FACTS)
def test_facts_reach_no_further_than_their_resource(model: Any, shaped: App, told: Company) -> None:
    grants = Grants([("core.customers.view", "all"), ("core.contacts.view", "own")])
    found = about(shaped, replace(told.actor(), grants=grants), model)
    assert {row for row in found if row[0] == "contacts"} == {("contacts", told.contacts["own"])}
    assert {row[1] for row in found if row[0] == "customers"} == set(told.customers.values())


def test_facts_about_records_without_a_customer_follow_these(shaped: App, told: Company) -> None:
    found = about(shaped, told.actor("own", "core.users.view", "core.activities.view"), JournalEntry)
    activities = {row[1] for row in found if row[0] == "activities"}
    with shaped.reading(shaped.system()) as work:
        own = select(Activity.id).where(Activity.subject == "anna's")
        assert activities == set(work.session.scalars(own))
    assert {row for row in found if row[0] == "users"} == {("users", told.anna)}


def test_entries_about_nothing_are_the_systems_own(shaped: App, told: Company) -> None:
    with shaped.work(told.actor("all")) as work:
        work.record("signed_in", "Anna", {})
    nothing = select(JournalEntry.operation).where(JournalEntry.resource.is_(None))
    with shaped.reading(shaped.system()) as work:
        assert work.session.scalars(nothing).all() == ["signed_in"]
    with shaped.reading(told.actor("all")) as work:
        assert work.session.scalars(nothing).all() == []


def subjects(app: App, actor: Actor) -> set[str | None]:
    with app.reading(actor) as work:
        return set(work.session.scalars(select(Activity.subject)))


def test_activities_are_seen_with_their_customer_and_otherwise_by_their_own_columns(
    shaped: App, told: Company
) -> None:
    assert subjects(shaped, told.actor("team")) == {"own", "team", "anna's", "of a unit"} - {"of a unit"}
    assert subjects(shaped, told.actor("all")) == {*told.customers, "anna's", "b", "of a unit"}
    own = told.actor("own", "core.activities.view")
    assert subjects(shaped, own) == {"anna's"}


def test_an_activity_about_what_may_not_be_seen_is_not_seen(shaped: App, told: Company) -> None:
    rights = ("core.activities.view", "core.customers.view")
    assert subjects(shaped, told.actor("all", *rights)) == {*told.customers, "anna's", "b"}
    assert "of a unit" in subjects(shaped, told.actor("all", *rights, "core.units.view"))


def test_an_activity_goes_with_its_customer_into_the_trash(shaped: App, told: Company) -> None:
    with shaped.work(shaped.system()) as work:
        records.delete(work, "customers", [told.customers["nobody's"]])
    assert "nobody's" not in subjects(shaped, told.actor("all"))
    assert "nobody's" not in subjects(shaped, shaped.system())
