"""What a guarded session refuses beside statements, and what it lets writers do."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import make_transient_to_detached

from core.contracts.work import Actor
from core.data.limits import GuardError
from core.data.models import Contact, Customer, CustomerPhone, SearchEntry, State
from core.data.models.journal import JournalEntry
from core.data.session import GuardedSession
from core.services.work import App
from tests.services.access.conftest import Company

AS_WRITER = {"guanxi_writer": True}
TABLE: Any = Customer.__table__
VALUES = {"name": "x", "do_not_contact": False}


def flush(session: Any, instance: object) -> None:
    session.add(instance)
    session.flush()


def change_and_flush(session: Any) -> None:
    session.scalars(select(Customer)).first().name = "x"
    session.flush()


def delete_and_flush(session: Any) -> None:
    session.delete(session.scalars(select(Customer)).first())
    session.flush()


def refresh(session: Any) -> None:
    customer = Customer(id=5)
    make_transient_to_detached(customer)
    session.add(customer)
    session.refresh(customer)


def expired(session: Any) -> None:
    customer = session.scalars(select(Customer)).first()
    session.expire(customer)
    assert customer.name


PAST_THE_RIGHTS: dict[str, Callable[[Any], Any]] = {
    "connection": lambda session: session.connection(),
    "bulk_save_objects": lambda session: session.bulk_save_objects([Customer(**VALUES)]),
    "bulk_insert_mappings": lambda session: session.bulk_insert_mappings(Customer, [VALUES]),
    "bulk_update_mappings": lambda session: session.bulk_update_mappings(Customer, [{"id": 5, **VALUES}]),
    "flush of a new record": lambda session: flush(session, Customer(**VALUES)),
    "flush of a new line": lambda session: flush(session, CustomerPhone(customer_id=5, phone="1")),
    "flush of a journal entry": lambda session: flush(session, JournalEntry(actor_name="x")),
    "flush of a change": change_and_flush,
    "flush of a deletion": delete_and_flush,
    "merge": lambda session: flush(session, session.merge(Customer(id=1, name="x"))),
    "refresh": refresh,
    "expired attribute": expired,
    "insert": lambda session: session.execute(insert(Customer).values(VALUES)),
    "insert of a list": lambda session: session.execute(insert(Customer), [VALUES]),
    "insert into the table": lambda session: session.execute(insert(TABLE).values(VALUES)),
    "insert into the table by a writer": lambda session: session.execute(
        insert(TABLE).values(VALUES), execution_options=AS_WRITER
    ),
    "insert of a journal entry": lambda session: session.execute(insert(JournalEntry).values(actor_name="x")),
    "update": lambda session: session.execute(update(Customer).values(name="x")),
    "update of the table by a writer": lambda session: session.execute(
        update(TABLE).values(name="x"), execution_options=AS_WRITER
    ),
    "update by primary key by a writer": lambda session: session.execute(
        update(Customer), [{"id": 5, "name": "x"}], execution_options=AS_WRITER
    ),
    "update from another by a writer": lambda session: session.execute(
        update(Contact)
        .where(Contact.customer_id == Customer.id, Customer.name == "foreign")
        .values(name="x"),
        execution_options=AS_WRITER,
    ),
    "delete": lambda session: session.execute(delete(Customer)),
    "delete of lines": lambda session: session.execute(delete(CustomerPhone)),
    "delete of search entries": lambda session: session.execute(delete(SearchEntry)),
    "update through a query": lambda session: session.query(Customer).update({"name": "x"}),
    "delete through a query": lambda session: session.query(Customer).delete(),
    "text through a query": lambda session: session.query(Customer).from_statement(select(Customer)).all(),
    "a function": lambda session: session.execute(func.count(Customer.id)),
}


def test_ways_past_the_rights_are_refused(app: App, company: Company) -> None:
    for actor in (company.actor("all"), app.system()):
        assert [way for way in PAST_THE_RIGHTS if not is_refused(app, actor, PAST_THE_RIGHTS[way])] == []
    with app.reading(app.system()) as work:
        assert set(work.session.scalars(select(Customer.name))) == set(company.customers)
        assert work.session.scalar(select(func.count()).select_from(CustomerPhone)) == 1


def is_refused(app: App, actor: Actor, way: Callable[[Any], Any]) -> bool:
    try:
        with app.work(actor) as work:
            way(work.session)
    except GuardError:
        return True
    return False


def test_get_finds_only_what_is_seen(app: App, company: Company) -> None:
    with app.reading(company.actor("own")) as work:
        assert work.session.get(Customer, company.customers["foreign"]) is None
        own = work.session.get(Customer, company.customers["own"])
        assert own is not None
        assert own.name == "own"


def test_queries_of_the_old_style_are_limited(app: App, company: Company) -> None:
    with app.reading(company.actor("team")) as work:
        query = work.session.query(Customer)
        assert {customer.name for customer in query} == {"own", "team"}
        assert query.count() == 2
        assert work.session.query(func.count(Customer.id)).scalar() == 2
        assert query.filter(Customer.name == "foreign").one_or_none() is None


def test_a_writer_changes_only_what_the_actor_may_change(shaped: App, company: Company) -> None:
    rights = company.actor("own", "core.customers.edit", "core.customers.delete")
    seller = Actor(**{**_fields(rights), "grants": {**rights.grants, "core.customers.view": "all"}})
    with shaped.work(seller) as work:
        renamed = update(Customer).values(industry="x").execution_options(**AS_WRITER)
        assert work.session.execute(renamed).rowcount == 1  # type: ignore[attr-defined]
        assert work.session.scalars(select(Customer.name).where(Customer.industry == "x")).all() == ["own"]
        locked = select(Customer.name).with_for_update(of=Customer).execution_options(guanxi_action="edit")
        assert work.session.scalars(locked).all() == ["own"]


def _fields(actor: Actor) -> dict[str, Any]:
    return {name: getattr(actor, name) for name in Actor.__slots__}


def test_a_writer_reaches_lines_and_facts_of_a_record_that_he_has_just_given_away(
    app: App, company: Company
) -> None:
    with app.work(company.actor("own")) as work:
        lines = update(CustomerPhone).values(label="x").execution_options(**AS_WRITER)
        assert work.session.execute(lines).rowcount == 1  # type: ignore[attr-defined]
        entries = delete(SearchEntry).where(SearchEntry.record_id == company.customers["foreign"])
        assert work.session.execute(entries.execution_options(**AS_WRITER)).rowcount > 0  # type: ignore[attr-defined]


def test_what_is_in_the_trash_is_seen_only_on_request(app: App, company: Company) -> None:
    trashed = update(Customer).where(Customer.name == "own").values(deleted_at=func.now())
    with app.work(app.system()) as work:
        work.session.execute(trashed.execution_options(**AS_WRITER))
    for actor in (company.actor("own"), company.actor("all"), app.system()):
        with app.reading(actor) as work:
            wanted = select(Customer.name).where(Customer.name == "own")
            assert work.session.scalars(wanted).all() == []
            assert work.session.scalars(wanted.execution_options(guanxi_trash=True)).all() == ["own"]
            assert work.session.scalars(select(Contact.name).where(Contact.name == "own")).all() == []


def test_an_insert_from_a_select_takes_only_what_is_seen(app: App, company: Company) -> None:
    copied = insert(State).from_select(["name", "value"], select(Customer.name, Customer.id))
    with app.work(company.actor("team")) as work:
        before = set(work.session.scalars(select(State.name)))
        work.session.execute(copied)
        assert set(work.session.scalars(select(State.name))) - before == {"own", "team"}


def test_only_a_connection_of_the_engine_itself_is_not_guarded(app: App) -> None:
    with (
        app.database.reading() as connection,
        GuardedSession(connection, app.access.guard(app.system())) as one,
    ):
        assert one.scalar(select(func.count()).select_from(Customer)) == 0
        assert connection.execute(select(func.count()).select_from(Customer.__table__)).scalar() == 0
