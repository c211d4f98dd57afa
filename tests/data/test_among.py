"""One of many numbers, which are one parameter."""

import pytest
from sqlalchemy import not_, select

from core.data.among import among
from core.data.models import Customer
from core.services.work import App
from core.testing.app import MakeCustomer


def named(app: App, condition: object, **values: object) -> list[str]:
    """The customers for which this holds."""
    with app.reading(app.system()) as work:
        found = select(Customer.name).where(condition).order_by(Customer.name)  # type: ignore[arg-type]
        return list(work.session.scalars(found, values))


@pytest.fixture
def three(make_customer: MakeCustomer) -> list[int]:
    """The ids of A, B and C, whose parent is A."""
    first = make_customer(name="A")
    return [first, make_customer(name="B"), make_customer(name="C", parent=first)]


def test_numbers_are_found_given_or_by_name(app: App, three: list[int]) -> None:
    assert named(app, among(Customer.id, three[:2])) == ["A", "B"]
    assert named(app, among(Customer.id, "wanted"), wanted=[three[2], three[2], -1, 2**62]) == ["C"]


def test_none_are_found_among_none_and_null_is_never_among_them(app: App, three: list[int]) -> None:
    assert named(app, among(Customer.id, [])) == []
    assert named(app, not_(among(Customer.id, []))) == ["A", "B", "C"]
    assert named(app, among(Customer.parent_id, three)) == ["C"]
    assert named(app, not_(among(Customer.parent_id, three))) == []


def test_more_numbers_are_taken_than_a_statement_has_parameters(app: App, three: list[int]) -> None:
    assert named(app, among(Customer.id, "wanted"), wanted=range(100_000)) == ["A", "B", "C"]


def test_the_index_is_used(app: App, three: list[int]) -> None:
    asked = select(Customer.name).where(among(Customer.id, three))
    with app.reading(app.system()) as work:
        dialect = work.session.get_bind().dialect
        text = str(asked.compile(dialect=dialect))
    assert "= 1" not in text.partition("WHERE")[2]


def test_a_forgotten_parameter_is_an_error(app: App, three: list[int]) -> None:
    with pytest.raises(Exception, match="wanted"):
        named(app, among(Customer.id, "wanted"))
