"""Companies and persons, their numbers, names and lines."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.errors import Invalid
from tests.builtin.conftest import Create, Update

Read = Callable[[str, int], dict[str, Any]]


def test_a_company_needs_a_name(create: Create) -> None:
    with pytest.raises(Invalid) as refused:
        create("customers", kind="company", family_name="Li")
    assert set(refused.value.errors) == {"name"}


def test_a_person_needs_a_family_name(create: Create) -> None:
    with pytest.raises(Invalid) as refused:
        create("customers", kind="person", name="Ann")
    assert set(refused.value.errors) == {"family_name"}


def test_only_persons_have_birthdays(create: Create, update: Update) -> None:
    with pytest.raises(Invalid) as refused:
        create("customers", name="Acme", birthday=date(2000, 1, 1))
    assert refused.value.errors["birthday"][0].code == "only_persons"
    id = create("customers", kind="person", family_name="Li", birthday="2000-01-01")
    with pytest.raises(Invalid, match="birthday"):
        update("customers", id, kind="company")


@pytest.mark.parametrize(("family", "given", "name"), [("Li", "Ann", "Ann Li"), ("王", "伟明", "王伟明")])
def test_a_person_is_named_by_its_parts(
    create: Create, read: Read, family: str, given: str, name: str
) -> None:
    id = create("customers", kind="person", family_name=family, given_name=given)
    assert read("customers", id)["name"] == name


def test_a_made_name_follows_its_parts_and_a_chosen_one_does_not(
    create: Create, update: Update, read: Read
) -> None:
    made = create("customers", kind="person", family_name="Li", given_name="Ann")
    chosen = create("customers", kind="person", family_name="Li", given_name="Ann", name="Dr. Li")
    for id in (made, chosen):
        update("customers", id, family_name="Wu")
    assert [read("customers", id)["name"] for id in (made, chosen)] == ["Ann Wu", "Dr. Li"]


def test_the_longest_name_of_a_person_still_fits(create: Create, read: Read) -> None:
    id = create("customers", kind="person", family_name="x" * 100, given_name="y" * 100)
    assert len(read("customers", id)["name"]) == 200


def test_a_customer_is_numbered_after_its_id(create: Create, read: Read) -> None:
    id = create("customers", name="Acme")
    assert read("customers", id)["number"] == f"C{id:06}"


def test_a_number_that_is_taken_gets_a_suffix(create: Create, read: Read, delete: Update) -> None:
    first = create("customers", name="Acme")
    create("customers", name="Blocker", number=f"C{first + 2:06}")
    second = create("customers", name="Other")
    assert read("customers", second)["number"] == f"C{first + 2:06}-2"


def test_a_number_cannot_be_taken_away(create: Create, update: Update) -> None:
    id = create("customers", name="Acme")
    with pytest.raises(Invalid) as refused:
        update("customers", id, number=None)
    assert set(refused.value.errors) == {"number"}


def test_nobody_stands_twice_in_a_team(create: Create, user: Callable[..., int]) -> None:
    ann = user("ann")
    with pytest.raises(Invalid) as refused:
        create("customers", name="Acme", team=[{"user": ann, "role": "sales"}, {"user": "ann"}])
    assert set(refused.value.errors) == {"team.1.user"}


def test_one_customer_is_used_at_three_sites(create: Create, read: Read) -> None:
    units = [create("units", code=f"S{n}", name=f"Store {n}", kind="store") for n in range(3)]
    sites = [{"unit": unit, "number": f"L-{unit}", "since": "2026-01-01"} for unit in units]
    id = create("customers", name="Acme", sites=sites)
    assert [site["unit"] for site in read("customers", id)["sites"]] == units
