"""How far rights go: own, team, unit, all; records that follow others; lines; plugins' rules."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from core.contracts.work import Actor
from core.data.models import Contact, Customer, CustomerPhone, CustomerSite, Tag, Unit, User
from core.services import records
from core.services.grants import Grants
from core.services.work import App
from tests.services.access.conftest import Company


def seen(app: App, actor: Actor, column: Any) -> set[Any]:
    with app.reading(actor) as work:
        return set(work.session.scalars(select(column)))


def with_rights(company: Company, **grants: Any) -> Actor:
    """Anna with `customers_view="own"` and the like."""
    pairs = [(f"core.{name.replace('_', '.')}", reach) for name, reach in grants.items()]
    return replace(company.actor(), grants=Grants(pairs))


def test_the_right_to_see_a_record_that_follows_another_reaches_no_further_than_that(
    shaped: App, company: Company
) -> None:
    assert seen(shaped, with_rights(company, contacts_view="all", customers_view="own"), Contact.name) == {
        "own"
    }
    assert seen(shaped, with_rights(company, contacts_view="own", customers_view="all"), Contact.name) == {
        "own"
    }
    assert seen(shaped, with_rights(company, contacts_view="all"), Contact.name) == set()
    assert seen(shaped, with_rights(company, customers_view="all"), Contact.name) == set()


def test_lines_are_seen_with_their_record(shaped: App, company: Company) -> None:
    assert seen(shaped, company.actor("unit"), CustomerPhone.phone) == set()
    assert len(seen(shaped, company.actor("all"), CustomerPhone.phone)) == 1
    assert seen(shaped, company.actor("unit"), CustomerSite.unit_id) == {company.north}
    assert seen(shaped, company.actor("own"), CustomerSite.unit_id) == set()


def test_a_unit_without_branches_and_nobody_see_nothing(shaped: App, company: Company) -> None:
    alone = company.actor("unit", user_id=99, unit_id=None, unit_ids=())
    assert seen(shaped, alone, Customer.name) == set()
    assert seen(shaped, Actor(user_id=company.anna), Customer.name) == set()


def test_a_reach_means_all_where_nothing_says_whose_a_record_is(shaped: App, company: Company) -> None:
    with shaped.work(shaped.system()) as work:
        records.create(work, "tags", [{"name": "vip"}])
    assert seen(shaped, company.actor("own"), Tag.name) == {"vip"}


def test_a_reach_that_no_column_tells_shows_nothing(shaped: App, company: Company) -> None:
    assert seen(shaped, company.actor("own"), Unit.id) == set()
    assert seen(shaped, company.actor("unit"), Unit.id) == {company.north}
    assert seen(shaped, company.actor("own"), User.login) == {"anna"}


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_nobody_changes_what_he_cannot_see(action: str, app: App, company: Company) -> None:
    actor = with_rights(company, customers_view="own", **{f"customers_{action}": "all"})
    with app.reading(actor) as work:
        found = select(Customer.name).execution_options(guanxi_action=action)
        assert work.session.scalars(found).all() == ["own"]


def test_everybody_in_a_statement_but_the_first_is_only_viewed(app: App, company: Company) -> None:
    actor = with_rights(company, customers_view="all", contacts_view="all", contacts_edit="own")
    of_foreign = select(Customer.id).where(Customer.name == "foreign")
    contacts = select(Contact.name).where(Contact.customer_id.in_(of_foreign))
    with app.reading(actor) as work:
        assert work.session.scalars(contacts).all() == ["foreign"]
        assert work.session.scalars(contacts.execution_options(guanxi_action="edit")).all() == []


def test_a_changed_role_holds_at_once(app: App, company: Company) -> None:
    assert len(seen(app, company.actor("own"), Customer.name)) == 1
    assert len(seen(app, company.actor("team"), Customer.name)) == 2
    moved = company.actor("unit", unit_id=company.south, unit_ids=(company.south,))
    assert seen(app, moved, Customer.name) == {"own", "team", "site", "foreign"}
