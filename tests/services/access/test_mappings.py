"""Other classes than the guarded models: mapped to their tables, or related to them."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import foreign, joinedload, lazyload, registry, relationship, selectinload

from core.data.limits import GuardError
from core.data.models import Customer, State
from core.services.work import App
from tests.services.access.conftest import Company


class Double(SimpleNamespace):
    """A second class for the table of customers."""


class Pointer(SimpleNamespace):
    """A class for an unguarded table that is related to customers."""


@pytest.fixture
def mapped() -> Iterator[None]:
    mappings = registry()
    mappings.map_imperatively(Double, Customer.__table__)
    joined = foreign(State.__table__.c.value) == Customer.__table__.c.id
    of_customer = relationship(Customer, primaryjoin=joined, viewonly=True)
    mappings.map_imperatively(Pointer, State.__table__, properties={"customer": of_customer})
    yield
    mappings.dispose()


def test_a_second_class_for_a_guarded_table_is_refused(app: App, company: Company, mapped: None) -> None:
    double: Any = Double
    statements = [
        select(Double),
        select(func.count()).select_from(Double),
        update(Double).values(name="x").execution_options(guanxi_writer=True),
        insert(Double).values(name="x").execution_options(guanxi_writer=True),
    ]
    with app.work(app.system()) as work:
        for statement in statements:
            with pytest.raises(GuardError):
                work.session.execute(statement)
        with pytest.raises(GuardError):
            work.session.get(Double, 1)
        work.session.add(double(name="x"))
        with pytest.raises(GuardError):
            work.session.flush()
        work.session.expunge_all()


def test_related_records_are_loaded_within_rights(app: App, company: Company, mapped: None) -> None:
    pointer: Any = Pointer
    named = [{"name": name, "value": company.customers[name]} for name in ("own", "foreign")]
    statement = select(pointer).where(pointer.name.in_(["own", "foreign"]))
    with app.work(company.actor("own")) as work:
        work.session.execute(insert(State), named)
        for loading in (lazyload, selectinload):
            work.session.expunge_all()
            rows = work.session.scalars(statement.options(loading(pointer.customer)))
            found = {row.name: row.customer for row in rows}
            assert found["foreign"] is None
            assert found["own"].name == "own"
        with pytest.raises(GuardError):  # SQLAlchemy does not say there whose criterion is whose
            work.session.scalars(statement.options(joinedload(pointer.customer)))
