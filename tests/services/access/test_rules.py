"""Plugins' rules limit further, and fail closed; how much a reach covers decides speed only."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import aliased

from core.contracts.contributions import VisibilityRule
from core.contracts.markers import hookimpl
from core.contracts.work import Actor
from core.data.models import Contact, Customer, SearchEntry, User
from core.services.access import Access, Catalogue
from core.services.work import App
from tests.services.access.conftest import Company

ALL = select(Customer.name)
Criterion = Callable[[Actor, str], ColumnElement[bool] | None]


def not_named_like_me(actor: Actor, action: str) -> ColumnElement[bool] | None:
    """A rule with a value, a function and a sub-select; the values differ between actors."""
    if action != "view":
        return None
    others = select(User.id).where(User.id != actor.user_id)
    return func.lower(Customer.name) != actor.name.lower() and Customer.owner_id.in_(others)


def fails(actor: Actor, action: str) -> ColumnElement[bool] | None:
    raise RuntimeError("broken")


def hides_all(actor: Actor, action: str) -> ColumnElement[bool] | None:
    return false()


def view_but_no_edit(actor: Actor, action: str) -> ColumnElement[bool] | None:
    return None if action == "view" else Customer.name == "own"


class Seals:
    """A plugin with one rule on customers."""

    def __init__(self, criterion: Criterion) -> None:
        self.criterion = criterion

    @hookimpl()
    def visibility_rules(self) -> Iterable[VisibilityRule]:
        return (VisibilityRule(model=Customer, criterion=self.criterion),)


@pytest.fixture
def plugins(request: pytest.FixtureRequest) -> Mapping[str, object]:
    marker = request.node.get_closest_marker("parametrize")
    return {"seals": Seals(request.getfixturevalue("rule"))} if marker else {}


def names(app: App, actor: Actor, statement: Select[Any] = ALL) -> set[Any]:
    with app.reading(actor) as work:
        return set(work.session.scalars(statement))


@pytest.mark.parametrize("rule", [not_named_like_me])
def test_a_rule_limits_every_form_with_the_values_of_each_actor(
    rule: Criterion, app: App, company: Company
) -> None:
    other, by_berta = aliased(Customer), {"user_id": company.berta, "name": "TEAM"}
    forms = [
        select(Customer.name),
        select(other.name),
        select(Contact.name).join(other, other.id == Contact.customer_id),
        select(Contact.name),
        select(Contact.name).where(Contact.customer_id.in_(select(Customer.id))),
    ]
    for _ in range(2):
        for actor, expected in (
            (company.actor("all", name="Own"), {"team", "unit", "site", "foreign"}),
            (company.actor("all", **by_berta), {"own"}),
            (app.system(), set(company.customers)),
        ):
            assert [names(app, actor, form) for form in forms] == [expected] * len(forms)


@pytest.mark.parametrize("rule", [not_named_like_me])
def test_facts_of_ruled_records_follow_the_rule(rule: Criterion, app: App, company: Company) -> None:
    entries = select(SearchEntry.record_id).where(SearchEntry.resource == "customers")
    found = names(app, company.actor("all", user_id=company.berta), entries)
    assert found == {company.customers["own"]}


@pytest.mark.parametrize("rule", [fails, hides_all])
def test_a_rule_that_fails_or_hides_everything_shows_nothing(
    rule: Criterion, app: App, company: Company
) -> None:
    for column in (select(Customer.name), select(Contact.name), select(aliased(Customer).name)):
        assert names(app, company.actor("all"), column) == set()
    assert names(app, company.actor("all"), select(User.login)) == {"anna", "berta"}
    assert names(app, app.system()) == set(company.customers)


@pytest.mark.parametrize("rule", [view_but_no_edit])
def test_a_rule_may_limit_changing_only(rule: Criterion, app: App, company: Company) -> None:
    editing = select(Customer.name).execution_options(guanxi_action="edit")
    assert names(app, company.actor("all")) == set(company.customers)
    assert names(app, company.actor("all"), editing) == {"own"}
    assert names(app, company.actor("team"), editing) == {"own"}


def test_how_much_a_reach_covers_is_counted_once_in_ten_minutes(app: App, company: Company) -> None:
    now = [0.0]
    access = Access(Catalogue(app.registry), app.database, most_narrow=2, clock=lambda: now[0])
    actor = company.actor("unit")
    assert "EXISTS" in str(access.guard(actor).criteria().of(Customer, "view"))
    assert "UNION" in str(access.guard(company.actor("team")).criteria().of(Customer, "view"))
    assert access.guard(actor) is access.guard(company.actor("unit"))
    kept, now[0] = access.guard(actor), 601.0
    assert access.guard(actor) is not kept


def test_two_applications_on_one_database_share_no_criteria(app: App, company: Company) -> None:
    for most_narrow in (0, 1_000):
        access = Access(Catalogue(app.registry), app.database, most_narrow=most_narrow)
        limit = access.guard(company.actor("team")).limit(None, "view", trash=False, writer=False)
        sql = str(select(Customer.name).options(limit))
        assert ("UNION" in sql) is (most_narrow > 0)


def test_threads_share_guards_and_statements_without_mixing_them_up(app: App, company: Company) -> None:
    own = {"own": {"own"}, "team": {"own", "team"}, "unit": {"own", "team", "unit", "site"}}
    people: list[tuple[Actor, set[str]]] = [(company.actor(reach), seen) for reach, seen in own.items()]  # type: ignore[arg-type]
    people += [(company.actor("all", name=f"boss {n}"), set(company.customers)) for n in range(3)]

    def look(turn: int) -> bool:
        actor, expected = people[turn % len(people)]
        statement = select(Customer.name).where(Customer.id > turn % 4 - 4)
        return names(app, actor, statement) == expected

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(look, range(60)))
