"""What a plugin hides that does not run stays hidden, through every path, from all but who may rescue it."""

from copy import copy
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from core.contracts.contributions import VisibilityRule
from core.contracts.work import Actor
from core.data.models import Activity, Contact, Customer, CustomerPhone, JournalEntry, SearchEntry
from core.errors import NotFound
from core.host.hooks import Hooks
from core.services import records
from core.services.access import Access, Catalogue
from core.services.work import App
from tests.services.access.conftest import Company

EVERYTHING = (Customer, Contact, Activity, CustomerPhone, SearchEntry, JournalEntry)
RESCUE = "core.plugins.rescue"
RIGHTS = ("core.customers.*", "core.contacts.*", "core.activities.*", "core.changes.view", "core.users.view")


@pytest.fixture
def closed(app: App) -> App:
    """The same, while a plugin that limits customers does not run."""
    return replace(app, access=Access(Catalogue(app.registry, {"core_customer"}), app.database))


def counts(app: App, actor: Actor) -> dict[str, int]:
    with app.reading(actor) as work:
        return {
            model.__tablename__: work.session.scalar(select(func.count()).select_from(model)) or 0
            for model in EVERYTHING
        }


@pytest.fixture
def about_customers(app: App, company: Company) -> None:
    """Something of every kind that belongs to a customer."""
    with app.work(app.system()) as work:
        customer = work.session.scalars(select(Customer.id)).first()
        lines = [{"phone": "+49 30 901820"}]
        records.create(work, "customers", [{"name": "With lines", "phones": lines}])
        records.create(work, "contacts", [{"name": "Anna", "customer": customer}])
        about = {"resource": "customers", "record_id": customer}
        records.create(work, "activities", [{"type": "note", "description": "Hello", **about}])


@pytest.mark.usefixtures("about_customers")
def test_nothing_of_it_is_found_counted_or_guessed(app: App, closed: App, company: Company) -> None:
    everybody = company.actor("all", *RIGHTS)
    before, hidden = counts(app, everybody), counts(closed, everybody)
    assert before["core_customer"] and before["core_contact"] and before["core_search"]
    assert hidden["core_customer"] == hidden["core_customer_phone"] == 0
    assert all(hidden[name] < before[name] for name in before if before[name])


@pytest.mark.usefixtures("about_customers")
def test_who_may_rescue_and_the_system_see_all(app: App, closed: App, company: Company) -> None:
    everybody = company.actor("all", *RIGHTS)
    rescuer = company.actor("all", *RIGHTS, RESCUE)
    assert counts(closed, rescuer) == counts(app, everybody)
    assert counts(closed, app.system()) == counts(app, app.system())


def test_nothing_of_it_can_be_changed(closed: App, company: Company) -> None:
    id, actor = company.customers["own"], company.actor("all", *RIGHTS)
    with pytest.raises(NotFound), closed.work(actor) as work:
        records.update(work, "customers", [records.Update(id, {"name": "Other"})])
    with pytest.raises(NotFound), closed.work(actor) as work:
        records.delete(work, "customers", [id])


def test_others_are_seen_as_ever(app: App, closed: App, company: Company) -> None:
    for one in (app, closed):
        with one.reading(company.actor("all", *RIGHTS)) as work:
            assert records.read(work, "users", company.berta)["id"] == company.berta


def test_a_rule_that_fails_hides_and_is_counted(app: App, company: Company) -> None:
    def fails(actor: Actor, action: str) -> None:
        raise RuntimeError("broken")

    registry, hooks = copy(app.registry), Hooks()
    rules = [VisibilityRule(model=Customer, criterion=each) for each in (fails, lambda *_: 3)]  # type: ignore[arg-type]
    for number, rule in enumerate(rules, 1):
        registry.visibility_rules = (("broken", rule),)
        one = replace(app, access=Access(Catalogue(registry), app.database, hooks=hooks))
        assert counts(one, company.actor("all"))["core_customer"] == 0
        assert hooks.failures["broken", "visibility_rules"] == number
