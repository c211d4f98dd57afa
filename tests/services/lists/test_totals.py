"""Sums are exact whatever their size, and are converted with the company's rates, rounded once."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from core.errors import Forbidden, Invalid
from core.services import records
from core.services.lists import Query, Totals, exact_sum, totals
from core.services.work import App, Work
from core.testing.app import Clock, MakeCustomer, actor_with
from tests.sample.machine import Machine

ALL = Query()


@pytest.fixture
def customer(work: Work, clock: Clock) -> int:
    clock.now = work.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    return records.create(work, "customers", [{"name": "Acme"}])[0]


def make(work: Work, customer: int, *rows: dict[str, Any]) -> None:
    numbered = [{"serial": str(n), "customer": customer, **row} for n, row in enumerate(rows)]
    records.create(work, "sample.machines", numbered)


def rate(work: Work, currency: str, base: str, value: str, valid_from: str = "2026-01-01") -> None:
    row = {"currency": currency, "base_currency": base, "rate": value, "valid_from": valid_from}
    records.create(work, "exchange_rates", [row])


def converted(work: Work, currency: str) -> tuple[Decimal | None, tuple[str, ...]]:
    found = totals(work, "sample.machines", "price", ALL, currency)
    assert found.currency == currency
    return found.total, found.missing


def test_eighty_exact_decimals_come_back_through_their_sum(work: Work, customer: int) -> None:
    make(work, customer, *[{"load": "1234567890.12345678"}] * 80)
    assert totals(work, "sample.machines", "load", ALL) == Totals({"": Decimal("98765431209.87654240")})


def test_sums_beyond_sixty_four_bits_do_not_overflow(work: Work, customer: int) -> None:
    largest = Decimal(2**63 - 1)
    row = {"price": str(largest / 100), "currency": "EUR", "hours": 2**63 - 1}
    make(work, customer, *[row] * 5)
    assert totals(work, "sample.machines", "price", ALL).sums == {"EUR": 5 * largest / 100}
    assert totals(work, "sample.machines", "hours", ALL).sums == {"": 5 * largest}


def test_negative_and_positive_values_of_any_size_cancel_out(work: Work, customer: int) -> None:
    values = ("9999999999.99999999", "-9999999999.99999999", "-0.00000001", "-42949672.96", "0.00000002")
    make(work, customer, *({"load": value} for value in values), {})
    assert totals(work, "sample.machines", "load", ALL).sums == {"": Decimal("-42949672.95999999")}


def test_nothing_adds_up_to_nothing(work: Work, customer: int) -> None:
    assert totals(work, "sample.machines", "load", ALL).sums == {"": 0}
    assert totals(work, "sample.machines", "price", ALL, "EUR") == Totals({}, "EUR", Decimal("0.00"), ())


def test_an_exact_sum_stands_in_any_select(work: Work, customer: int) -> None:
    make(
        work, customer, {"price": "0.1", "currency": "EUR"}, {"price": "0.2", "currency": "EUR"}, {"hours": 3}
    )
    statement = select(exact_sum(Machine.price), exact_sum(Machine.hours), exact_sum(Machine.load))
    assert tuple(work.session.execute(statement).one()) == (30, 3, Decimal(0))
    assert isinstance(work.session.execute(statement).one()[2], Decimal)


def test_amounts_are_added_up_by_currency(work: Work, customer: int) -> None:
    rows = (("10.01", "EUR"), ("0.99", "EUR"), ("1000", "JPY"), ("1.005", "KWD"), ("-1", "JPY"))
    make(work, customer, {}, *({"price": price, "currency": currency} for price, currency in rows))
    found = totals(work, "sample.machines", "price", ALL).sums
    assert {code: str(total) for code, total in found.items()} == {
        "EUR": "11.00",
        "JPY": "999",
        "KWD": "1.005",
    }


def test_a_total_is_about_what_the_query_finds(work: Work, customer: int) -> None:
    make(work, customer, {"hours": 1, "model": "atlas"}, {"hours": 2, "model": "zulu"}, {"hours": 4})
    where = {"field": "model", "op": "empty", "value": False}
    assert totals(work, "sample.machines", "hours", Query(where=where, limit=1)).sums == {"": 3}
    assert totals(work, "sample.machines", "hours", Query(q="zulu")).sums == {"": 2}


def test_rates_are_direct_inverse_or_through_a_common_base(work: Work, customer: int) -> None:
    make(work, customer, {"price": "100", "currency": "USD"}, {"price": "1000", "currency": "JPY"})
    rate(work, "USD", "EUR", "0.9")
    rate(work, "JPY", "EUR", "0.006")
    assert converted(work, "EUR") == (Decimal("96.00"), ())
    assert converted(work, "USD") == (Decimal("106.67"), ())  # 100 + 6 / 0.9
    assert converted(work, "JPY") == (Decimal("16000"), ())
    rate(work, "USD", "JPY", "200")
    assert converted(work, "JPY") == (Decimal("21000"), ())  # the direct rate goes before the way through EUR


def test_the_latest_rate_that_holds_today_is_taken(work: Work, customer: int) -> None:
    make(work, customer, {"price": "100", "currency": "USD"})
    for value, day in (("0.7", "2025-12-31"), ("0.8", "2026-11-21"), ("0.9", "2026-11-22")):
        rate(work, "USD", "EUR", value, day)
    assert converted(work, "EUR") == (Decimal("80.00"), ())


def test_a_missing_rate_is_named_and_there_is_no_half_total(work: Work, customer: int) -> None:
    rows = [{"price": "1", "currency": currency} for currency in ("EUR", "USD", "CNY", "JPY")]
    make(work, customer, *rows)
    rate(work, "USD", "EUR", "0.9")
    rate(work, "CNY", "EUR", "0.1", "2027-01-01")  # not yet
    assert converted(work, "EUR") == (None, ("CNY", "JPY"))


def test_only_the_total_is_rounded_half_to_even(work: Work, customer: int) -> None:
    make(work, customer, {"price": "0.01", "currency": "USD"}, {"price": "0.01", "currency": "GBP"})
    rate(work, "USD", "EUR", "0.25")
    rate(work, "GBP", "EUR", "0.25")
    assert converted(work, "EUR") == (Decimal("0.00"), ())  # 0.005, not twice 0.0025
    make_one = {"serial": "more", "customer": customer, "price": "0.01", "currency": "EUR"}
    records.create(work, "sample.machines", [make_one])
    assert converted(work, "EUR") == (Decimal("0.02"), ())  # 0.015


def test_what_cannot_be_added_up_is_refused(work: Work) -> None:
    for field in ("serial", "installed_on", "leased", "customer", "nothing", "", "x" * 10_000, "model_key"):
        with pytest.raises(Invalid) as refused:
            totals(work, "sample.machines", field, ALL)
        assert list(refused.value.errors) == ["field"]
    for currency in ("XXQ", "\x00", "x" * 1_000_000, "euros and cents"):
        with pytest.raises(Invalid, match="currency"):
            totals(work, "sample.machines", "price", ALL, currency)


def test_totals_are_within_the_rights(app: App, make_customer: MakeCustomer) -> None:
    with app.work(app.system()) as work:
        user = records.create(work, "users", [{"login": "anna", "name": "Anna"}])[0]
    money = {"annual_revenue": "5", "currency": "EUR"}
    make_customer(owner=user, **money)
    make_customer(**money)
    with app.reading(actor_with({"core.customers.view": "own"}, user_id=user)) as work:
        assert totals(work, "customers", "annual_revenue", ALL).sums == {"EUR": Decimal("5.00")}
    with app.reading(actor_with({"core.contacts.view": "all"})) as work, pytest.raises(Forbidden):
        totals(work, "customers", "annual_revenue", ALL)
