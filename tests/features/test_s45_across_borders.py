"""S45: a customer has its own language, currency and time zone, and totals convert."""

from typing import Any

import pytest

from tests.features.conftest import At
from tests.features.doors import Refused

OWN = {"language": "zh-Hans", "currency": "CNY", "time_zone": "Asia/Shanghai"}
REVENUES = (("EUR", "1000.10"), ("EUR", "0.05"), ("JPY", "5000"), ("KWD", "1.234"), ("CNY", "70.00"))


def revenues(at: At, **more: Any) -> None:
    for currency, amount in REVENUES:
        at("ned").create("customers", name=currency, currency=currency, annual_revenue=amount, **more)


def rate(at: At, currency: str, base: str, value: str, since: str = "2026-01-01") -> None:
    values = {"currency": currency, "base_currency": base, "rate": value, "valid_from": since}
    at("ada").create("exchange_rates", **values)


def test_s45_a_customer_has_its_own_language_currency_and_time_zone(at: At) -> None:
    customer = at("ned").create("customers", name="北京四方", **OWN)
    at("ned").create("customers", name="Acme", language="de", currency="EUR", time_zone="Europe/Berlin")
    shown = at("nina").show("customers", customer)
    assert {name: shown[name] for name in OWN} == OWN
    for name, value in OWN.items():
        assert [row["id"] for row in at("ned").rows("customers", {name: value})] == [customer]


@pytest.mark.parametrize(
    ("field", "value"), [("language", "klingon!"), ("currency", "XXQ"), ("time_zone", "Asia/Peking")]
)
def test_s45_what_does_not_exist_is_refused_by_name(at: At, field: str, value: str) -> None:
    with pytest.raises(Refused, match=field) as refused:
        at("ned").create("customers", name="Acme", **{field: value})
    assert refused.value.code == "invalid"


def test_s45_an_amount_has_the_digits_of_its_currency(at: At) -> None:
    revenues(at)
    rows = at("ned").rows("customers", sort="id")
    assert [row["annual_revenue"] for row in rows] == ["1000.10", "0.05", "5000", "1.234", "70.00"]
    for currency, amount in (("JPY", "0.5"), ("EUR", "1.001")):
        with pytest.raises(Refused, match="annual_revenue"):
            at("ned").create("customers", name="Acme", currency=currency, annual_revenue=amount)
    with pytest.raises(Refused, match="currency"):
        at("ned").create("customers", name="Acme", annual_revenue="1")


def test_s45_totals_stand_by_currency_and_convert_exactly(at: At) -> None:
    revenues(at)
    for currency, base, value in (("JPY", "EUR", "0.006"), ("EUR", "KWD", "0.32"), ("EUR", "CNY", "8")):
        rate(at, currency, base, value)
    rate(at, "JPY", "EUR", "99", since="2999-01-01")
    found = at("ned").totals("customers", "annual_revenue", "EUR")
    assert found["sums"] == {"CNY": "70.00", "EUR": "1000.15", "JPY": "5000", "KWD": "1.234"}
    # 70 / 8 + 1000.15 + 5000 * 0.006 + 1.234 / 0.32 = 1042.75625
    assert (found["total"], found["currency"], found["missing"]) == ("1042.76", "EUR", [])


def test_s45_without_a_rate_there_is_no_total_rather_than_a_wrong_one(at: At) -> None:
    revenues(at)
    rate(at, "JPY", "EUR", "0.006")
    found = at("ned").totals("customers", "annual_revenue", "EUR")
    assert (found["total"], found["missing"]) == (None, ["CNY", "KWD"])
    with pytest.raises(Refused, match="currency"):
        at("ned").totals("customers", "annual_revenue", "XXQ")


def test_s45_totals_hold_what_the_asker_may_see(at: At) -> None:
    revenues(at)
    assert at("sara").totals("customers", "annual_revenue")["sums"] == {}
    assert at("rita").totals("customers", "annual_revenue") == at("ada").totals("customers", "annual_revenue")


def test_s45_a_changed_currency_keeps_the_amount_or_refuses_it(at: At) -> None:
    customer = at("ned").create("customers", name="Acme", currency="EUR", annual_revenue="10.50")
    at("ned").change("customers", customer, currency="USD")
    assert at("ned").show("customers", customer)["annual_revenue"] == "10.50"
    with pytest.raises(Refused, match="annual_revenue"):
        at("ned").change("customers", customer, currency="JPY")
    at("ned").change("customers", customer, currency="JPY", annual_revenue="10")
    assert at("ned").totals("customers", "annual_revenue")["sums"] == {"JPY": "10"}
