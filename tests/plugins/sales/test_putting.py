"""Leads from elsewhere arrive once."""

import pytest

from core.errors import Forbidden, Invalid
from core.services import records
from core.testing.app import actor_with
from plugins.sales.public import LEADS, Put, put_leads, seen_keys
from tests.plugins.sales.asking import Company


def test_a_key_makes_one_lead_and_is_told(company: Company) -> None:
    first = company.put(source="a", source_key="1")
    with company.app.work(company.app.system()) as work:
        rows = [{"name": "B", "source": source, "source_key": "1"} for source in ("a", "b", "b")]
        put = put_leads(work, rows)
    assert put[0] == Put(first, False) and put[1].is_new and put[2] == Put(put[1].id, False)
    with company.app.reading(company.app.system()) as work:
        assert seen_keys(work, "a", ["1", "2"]) == {"1"}


def test_a_key_is_known_when_its_lead_is_gone(company: Company) -> None:
    id = company.put(source="a", source_key="1")
    with company.app.work(company.app.system()) as work:
        records.delete(work, LEADS, [id])
    with company.app.work(company.app.system()) as work:
        assert put_leads(work, [{"name": "B", "source": "a", "source_key": "1"}]) == [Put(None, False)]


def test_parts_of_keys_are_not_mistaken_for_each_other(company: Company) -> None:
    assert company.put(source="a:b", source_key="c") != company.put(source="a", source_key="b:c")


def test_a_key_of_another_door_counts_too(company: Company) -> None:
    with company.app.work(company.app.system()) as work:
        (id,) = records.create(work, LEADS, [{"name": "A", "source": "csv", "source_key": "9"}])
    assert company.put(source="csv", source_key="9") == id
    with pytest.raises(Invalid), company.app.work(company.app.system()) as work:
        records.create(work, LEADS, [{"name": "A", "source": "csv", "source_key": "9"}])


def test_all_or_none(company: Company) -> None:
    with pytest.raises(Invalid) as wrong, company.app.work(company.app.system()) as work:
        put_leads(work, [{"name": "A", "source_key": "1"}, {"name": "B", "email": "no address"}])
    assert "email" in str(wrong.value.errors)
    with company.app.reading(company.app.system()) as work:
        assert company.rows(LEADS) == [] and seen_keys(work, "", ["1"]) == set()


def test_it_takes_the_right(company: Company) -> None:
    with pytest.raises(Forbidden), company.app.work(actor_with({})) as work:
        put_leads(work, [{"name": "A"}])


def test_whoever_brings_a_file_does_not_get_its_leads(company: Company) -> None:
    user = company.users["nan"]
    grants = {f"sales.leads.{name}": "all" for name in ("view", "create")}
    with company.app.work(actor_with(grants, user_id=user)) as work:  # type: ignore[arg-type]
        rows = [{"name": "By hand"}, {"name": "From a file", "source": "csv", "source_key": "1"}]
        by_hand, of_file = records.create(work, LEADS, rows)
    assert (company.owner(by_hand), company.owner(of_file)) == ("nan", "sam")


def test_a_lead_needs_something_to_call_it_by(company: Company) -> None:
    with company.app.work(company.app.system()) as work:
        rows = [{"company": "Acme"}, {"family_name": "王", "given_name": "丽"}, {"phone": "+494318800"}]
        names = [records.read(work, LEADS, id)["name"] for id in records.create(work, LEADS, rows)]
    assert names == ["Acme", "王丽", "+494318800"]
    with pytest.raises(Invalid), company.app.work(company.app.system()) as work:
        records.create(work, LEADS, [{"interest": "A trial"}])
