"""No way of asking shows more than another: every statement is limited, or refused."""

import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from core.contracts.work import ReachName
from core.data.limits import GuardError
from core.data.models import Contact, Customer, State
from core.services import records
from core.services.work import App
from tests.services.access.conftest import Company
from tests.services.access.statements import LIMITED, REFUSED

VISIBLE: dict[ReachName, set[str]] = {
    "own": {"own"},
    "team": {"own", "team"},
    "unit": {"own", "team", "unit", "site"},
    "all": {"own", "team", "unit", "site", "foreign", "nobody's"},
}

BERTAS = {"team", "unit", "site", "foreign"}


def names(rows: Iterable[Any]) -> set[str]:
    return {row[0] for row in rows}


def test_every_form_of_a_statement_shows_the_same(shaped: App, company: Company) -> None:
    for reach, visible in VISIBLE.items():
        with shaped.work(company.actor(reach)) as work:
            found = {form: names(work.session.execute(make())) for form, make in LIMITED.items()}
        assert found == dict.fromkeys(LIMITED, visible)


def test_a_statement_asked_again_by_somebody_else_shows_what_he_may_see(
    shaped: App, company: Company
) -> None:
    south = {"user_id": company.berta, "unit_id": company.south, "unit_ids": (company.south,)}
    people = ((company.actor("team"), VISIBLE["team"]), (company.actor("team", **south), BERTAS))
    for make in LIMITED.values():
        for actor, visible in people:
            with shaped.work(actor) as work:
                assert names(work.session.execute(make())) == visible


def test_what_would_slip_past_is_refused(app: App, company: Company) -> None:
    for actor in (company.actor("own"), company.actor("all"), app.system()):
        with app.reading(actor) as work:
            assert [form for form, make in REFUSED.items() if not is_refused(work.session, make())] == []


def is_refused(session: Session, statement: Any) -> bool:
    try:
        session.execute(statement)
    except GuardError:
        return True
    return False


def test_who_has_no_right_sees_nothing_in_any_form(app: App, company: Company) -> None:
    with app.work(company.actor("all", "core.users.view")) as work:
        found = {form: names(work.session.execute(make())) for form, make in LIMITED.items()}
    assert found == {form: set() for form in LIMITED}


def test_counts_and_sums_count_what_is_seen(shaped: App, company: Company) -> None:
    other = aliased(Customer)
    with shaped.reading(company.actor("team")) as work:
        scalars = [
            select(func.count()).select_from(Customer),
            select(func.count(Customer.id)),
            select(func.sum(Customer.version)),
            select(func.count()).select_from(other),
            select(func.count()).select_from(select(Customer.id).subquery()),
            select(func.count()).select_from(Contact).join(Customer, Customer.id == Contact.customer_id),
        ]
        assert [work.session.scalar(statement) for statement in scalars] == [2] * len(scalars)


def test_what_an_outer_join_does_not_find_is_empty(app: App, company: Company) -> None:
    parent = aliased(Customer)
    with app.work(app.system()) as work:
        child, above = company.customers["own"], company.customers["foreign"]
        records.update(work, "customers", [records.Update(child, {"parent": above})])
    statement = select(Customer.name, parent.name).outerjoin(parent, Customer.parent_id == parent.id)
    with app.reading(company.actor("own")) as work:
        assert work.session.execute(statement).all() == [("own", None)]
    with app.reading(app.system()) as work:
        assert ("own", "foreign") in work.session.execute(statement).all()


def test_tables_without_rights_stay_usable(app: App, company: Company) -> None:
    with app.work(company.actor("own")) as work:
        assert work.session.scalar(select(State.value).where(State.name == "rights")) is not None
        state = work.session.get(State, "rights")
        assert state is not None
        state.value += 1
        work.session.add(State(name="mine", value=1))
        work.session.flush()
        assert len(work.session.execute(select(State.__table__.c.name)).all()) >= 2


def test_bound_values_carry_the_actor_so_that_all_share_one_statement(app: App, company: Company) -> None:
    guards = [app.access.guard(company.actor("team", user_id=user)) for user in (1, 2)]
    limits = [guard.limit(None, "view", trash=False, writer=False) for guard in guards]
    assert limits[0].signature is limits[1].signature
    keys = [select(Customer.id).options(limit)._generate_cache_key() for limit in limits]
    assert keys[0] == keys[1]
    sql = str(select(Customer.id).options(limits[0]))
    assert re.findall(r":(guanxi_\w+)", sql) == ["guanxi_user", "guanxi_user"]
