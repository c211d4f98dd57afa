"""S1: one customer record across head office, dealers, workshops and departments."""

import pytest

from tests.features.conftest import At
from tests.features.doors import Refused, names

SITES = {"N1": "nina", "N2": "nils", "S1": "sara"}


def shared_customer(at: At) -> int:
    """A customer that is served at three sites, each with its own number for it."""
    sites = [{"unit": unit, "number": f"{unit}-77"} for unit in SITES]
    return at("ada").create("customers", number="K1", name="Acme", unit="HQ", sites=sites)


def test_s1_the_same_customer_at_three_sites_is_one_record_with_all_three_histories(at: At) -> None:
    customer = shared_customer(at)
    for unit, login in SITES.items():
        at(login).create("activities", type="visit", subject=f"Visit at {unit}", customer=customer)
    for login in SITES.values():
        assert [row["id"] for row in at(login).rows("customers")] == [customer]
        timeline = at(login).rows("activities", {"customer": "K1"}, sort="happens_at")
        assert sorted(row["subject"] for row in timeline) == [f"Visit at {unit}" for unit in SITES]


def test_s1_each_site_filters_its_customers_and_its_part_of_the_history(at: At) -> None:
    shared = shared_customer(at)
    at("nina").create("customers", number="K2", name="Of N1 alone", unit="N1")
    for unit, login in SITES.items():
        at(login).create("activities", type="visit", subject=f"Visit at {unit}", customer=shared)
    for unit, login in SITES.items():
        assert names(at(login).rows("customers", {"sites.unit": unit})) == ["Acme"]
        (visit,) = at(login).rows("activities", {"customer": "K1", "unit": unit})
        assert visit["subject"] == f"Visit at {unit}"
    assert names(at("nina").rows("customers", {"unit": "N1"})) == ["Of N1 alone"]
    assert names(at("ada").rows("customers", {"unit[under]": "NORTH"})) == ["Of N1 alone"]


def test_s1_a_site_finds_the_customer_by_its_own_number_for_it(at: At) -> None:
    customer = shared_customer(at)
    hit = {"resource": "customers", "id": customer, "label": "Acme", "customer": customer}
    assert at("sara").search("S1-77") == [hit]
    assert names(at("sara").rows("customers", {"sites.number": "S1-77"})) == ["Acme"]


def test_s1_a_second_entry_under_the_number_is_refused_even_where_the_first_is_unseen(at: At) -> None:
    at("nina").create("customers", number="K1", name="Acme", unit="N1")
    with pytest.raises(Refused, match="number") as refused:
        at("sara").create("customers", number="K1", name="Acme again")
    assert refused.value.code in ("invalid", "conflict")
    assert "Acme" not in refused.value.words.replace("Acme again", "")
    assert at("ada").count("customers") == 1


def test_s1_a_site_that_is_taken_off_sees_the_customer_no_longer(at: At) -> None:
    customer = shared_customer(at)
    at("ada").change("customers", customer, sites=[{"unit": "N1"}])
    assert at("sara").rows("customers") == []
    with pytest.raises(Refused) as refused:
        at("sara").show("customers", customer)
    assert refused.value.code == "not_found"


def test_s1_no_unit_stands_twice_among_the_sites(at: At) -> None:
    with pytest.raises(Refused, match="sites") as refused:
        at("ada").create("customers", name="Acme", sites=[{"unit": "N1"}, {"unit": "N1"}])
    assert refused.value.code == "invalid"
