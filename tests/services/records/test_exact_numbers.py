"""Decimals and money go in and come out digit by digit, through read, filter, sort and sum."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from core.errors import Invalid
from core.services import records
from core.services.lists import Query, exact_sum, list_records
from core.services.work import Work
from tests.sample.machine import Machine

LOAD = "1234567890.12345678"


@pytest.fixture
def machines(work: Work) -> list[int]:
    """Eighty machines with the same load of eighteen digits."""
    customer = records.create(work, "customers", [{"name": "Acme"}])[0]
    rows = [{"customer": customer, "serial": str(number), "load": LOAD} for number in range(80)]
    return records.create(work, "sample.machines", rows)


def found(work: Work, **where: object) -> int:
    """How many machines a filter finds."""
    return len(list_records(work, "sample.machines", Query(where=where, limit=200)).rows)


def test_eighteen_digits_come_back_through_read_filter_and_sort(work: Work, machines: list[int]) -> None:
    records.update(work, "sample.machines", [records.Update(machines[0], {"load": "1234567890.12345679"})])
    assert records.read(work, "sample.machines", machines[1])["load"] == Decimal(LOAD)
    assert found(work, field="load", op="eq", value=LOAD) == 79
    assert found(work, field="load", op="gt", value=LOAD) == 1
    last = list_records(work, "sample.machines", Query(sort="-load", limit=1)).rows[0]
    assert (last["id"], str(last["load"])) == (machines[0], "1234567890.12345679")


def test_a_sum_beyond_64_bits_is_exact(work: Work, machines: list[int]) -> None:
    total = work.session.execute(select(exact_sum(Machine.load))).scalar_one()
    assert total == 80 * Decimal(LOAD)


@pytest.mark.parametrize(
    "load", ["1.123456789", "12345678901.1", "NaN", "1e3x", "Infinity", 1234567890.12345678]
)
def test_more_digits_than_the_field_holds_are_refused(work: Work, load: object) -> None:
    customer = records.create(work, "customers", [{"name": "Acme"}])[0]
    with pytest.raises(Invalid) as caught:
        records.create(work, "sample.machines", [{"customer": customer, "serial": "1", "load": load}])
    assert list(caught.value.errors) == ["load"]


def test_the_largest_amount_is_kept_and_a_larger_one_refused(work: Work) -> None:
    customer = records.create(work, "customers", [{"name": "Acme"}])[0]
    machine = {"customer": customer, "serial": "1", "currency": "EUR"}
    with pytest.raises(Invalid):
        records.create(work, "sample.machines", [{**machine, "price": "92233720368547758.08"}])
    id = records.create(work, "sample.machines", [{**machine, "price": "92233720368547758.07"}])[0]
    assert str(records.read(work, "sample.machines", id)["price"]) == "92233720368547758.07"
    assert found(work, field="price", op="gte", value="92233720368547758.07") == 1
