"""Nobody sees, finds, counts or changes beside a record what he may not see or change of the record."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core.contracts.work import ReachName
from core.errors import Forbidden, Invalid, NotFound
from core.services import records
from core.services.grants import Grants
from core.services.lists import Query, list_records, totals
from core.services.search import search
from core.services.work import App
from core.testing.people import Hire, Person
from tests.extensions.guild import Member
from tests.extensions.watt import Account, Visit
from tests.extensions.watt import Person as Training
from tests.services.access.conftest import Company, company, shaped

__all__ = ["company", "shaped"]

SEEN = {
    "all": {"own", "team", "unit", "site", "foreign", "nobody's"},
    "unit": {"own", "team", "unit", "site"},
    "team": {"own", "team"},
    "own": {"own"},
}


@pytest.fixture
def metered(app: App, company: Company) -> Company:
    """The company, with a row beside every customer and contact."""
    with app.work(app.system()) as work:
        for n, (name, id) in enumerate(company.customers.items()):
            values = {
                "watt.meter": name,
                "watt.load": str(10**n),
                "watt.passport": f"P{n}",
                "guild.points": n,
            }
            records.update(work, "customers", [records.Update(id, values)])
            contact = records.Update(company.contacts[name], {"watt.badge": name})
            records.update(work, "contacts", [contact])
    return company


Ask = Callable[[], Any]
STATEMENTS: dict[str, Ask] = {
    "columns": lambda: select(Account.meter),
    "entity": lambda: select(Account),
    "alias": lambda: select(aliased(Account).meter),
    "function": lambda: select(func.trim(Account.meter)),
    "joined": lambda: select(Account.meter).join(Member, Member.id == Account.id),
    "subquery": lambda: select(Account.meter).where(Account.id.in_(select(Member.id))),
    "of contacts": lambda: select(Training.badge),
}


@pytest.mark.parametrize("reach", SEEN)
def test_a_plugin_s_own_statement_is_limited(shaped: App, metered: Company, reach: Any) -> None:
    with shaped.reading(metered.actor(reach)) as work:
        for name, statement in STATEMENTS.items():
            found = work.session.execute(statement()).scalars().all()
            assert {getattr(item, "meter", item) for item in found} == SEEN[reach], name
        count = work.session.scalar(select(func.count()).select_from(Account))
    assert count == len(SEEN[reach])


@pytest.mark.parametrize("reach", SEEN)
def test_lists_sums_and_words_are_limited(shaped: App, metered: Company, reach: Any) -> None:
    with shaped.reading(metered.actor(reach)) as work:
        for query in (
            Query(sort="watt.load"),
            Query(sort="-guild.points"),
            Query(where={"field": "watt.load", "op": "gte", "value": 0}),
            Query(where={"not": {"field": "watt.meter", "value": "x"}}, count="exact"),
        ):
            page = list_records(work, "customers", query)
            assert {row["watt.meter"] for row in page.rows} == SEEN[reach]
        loads = {name: 10**n for n, name in enumerate(metered.customers)}
        summed = totals(work, "customers", "watt.load", Query()).sums[""]
        assert summed == sum(loads[name] for name in SEEN[reach])
        assert [hit.label for hit in search(work, "foreign", ["customers"])] == ["foreign"] * (reach == "all")


def test_nothing_is_written_beside_what_cannot_be_seen_or_changed(app: App, metered: Company) -> None:
    changes = {"watt.load": 5}
    foreign, own = metered.customers["foreign"], metered.customers["own"]
    with app.work(metered.actor("own")) as work, pytest.raises(NotFound):
        records.update(work, "customers", [records.Update(foreign, changes)])
    grants: list[tuple[str, ReachName]] = [("core.customers.view", "all"), ("core.customers.edit", "own")]
    with app.work(replace(metered.actor(), grants=Grants(grants))) as work:
        with pytest.raises(Forbidden):
            records.update(work, "customers", [records.Update(foreign, changes)])
        assert records.update(work, "customers", [records.Update(own, changes)]) == [own]


def test_a_unique_value_of_somebody_else_is_not_told(app: App, metered: Company) -> None:
    with app.work(metered.actor("own")) as work, pytest.raises(Invalid) as refused:
        records.create(work, "customers", [{"name": "New", "watt.meter": "foreign"}])
    (error,) = refused.value.rows[0]["watt.meter"]
    assert str(metered.customers["foreign"]) not in error.message


def test_an_invisible_record_cannot_be_named(app: App, metered: Company) -> None:
    foreign = metered.customers["foreign"]
    with app.work(metered.actor("own")) as work, pytest.raises(Invalid) as refused:
        records.create(work, "activities", [{"subject": "Read", "watt.partner": foreign}])
    assert list(refused.value.rows[0]) == ["watt.partner"]
    with app.reading(metered.actor("own")) as work:
        assert work.session.scalars(select(Visit.id)).all() == []


def test_sensitive_fields_follow_the_record_s_permissions(app: App, metered: Company) -> None:
    own, may = metered.customers["own"], ("view", "edit", "export")
    with app.work(metered.actor("all", *(f"core.customers.{name}" for name in may))) as work:
        row = records.read(work, "customers", own)
        assert "watt.passport" not in row
        for query in (
            Query(where={"field": "watt.passport", "value": "P0"}),
            Query(fields=["watt.passport"]),
        ):
            with pytest.raises(Invalid):
                list_records(work, "customers", query)
        with pytest.raises(Invalid, match=r"."):
            records.update(work, "customers", [records.Update(own, {"watt.passport": "X"})])
        assert search(work, "P0") == []
        (entry, *_rest) = records.history(work, "customers", own)
        assert "watt.passport" not in entry["fields"]


def test_masked_numbers_are_masked_beside_records_too(app: App, metered: Company) -> None:
    own = metered.customers["own"]
    with app.work(app.system()) as work:
        records.update(work, "customers", [records.Update(own, {"watt.hotline": "+4930901820"})])
    with app.reading(metered.actor("all", "core.customers.view")) as work:
        assert records.read(work, "customers", own)["watt.hotline"] == "•••1820"
        page = list_records(
            work, "customers", Query(fields=["watt.hotline"], where={"field": "id", "value": own})
        )
        assert page.rows == [{"id": own, "watt.hotline": "•••1820"}]


@pytest.fixture
def people(hire: Hire) -> dict[str, Person]:
    """An administrator, a manager and a salesperson."""
    return {role: hire(role, role) for role in ("administrator", "manager", "salesperson")}


def test_each_role_sees_beside_records_what_it_sees_of_them(app: App, people: dict[str, Person]) -> None:
    with app.work(app.system()) as work:
        rows: list[dict[str, Any]] = [
            {"name": name, "owner": person.id, "watt.meter": name} for name, person in people.items()
        ]
        records.create(work, "customers", rows)
    seen = {}
    for name, person in people.items():
        rows = person.api.get("/api/v1/customers", params={"sort": "watt.nickname"}).json()["data"]
        seen[name] = {row["extensions"]["watt"]["meter"] for row in rows}
        mine = {row["name"] for row in person.api.get("/api/v1/customers").json()["data"]}
        assert seen[name] == mine
    assert seen["administrator"] == {*people}
    assert seen["salesperson"] == {"salesperson"}
