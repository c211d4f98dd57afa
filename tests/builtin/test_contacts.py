"""Every customer with contacts has exactly one main contact, whatever happens to them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from core.data.models import Contact
from core.errors import Invalid
from core.services import records
from core.services.work import App
from tests.builtin.conftest import Act, Create, Update

Mains = Callable[[int], list[int]]


@pytest.fixture
def mains(app: App) -> Mains:
    """The ids of the main contacts of a customer."""

    def mains(customer: int) -> list[int]:
        with app.reading(app.system("test")) as work:
            marked = Contact.customer_id == customer, Contact.main.is_(True)
            return list(work.session.scalars(select(Contact.id).where(*marked)))

    return mains


@pytest.fixture
def people(create: Create) -> tuple[int, int, int]:
    """A customer with two contacts, Ann first."""
    customer = create("customers", name="Acme")
    ann, bob = (create("contacts", customer=customer, name=name) for name in ("Ann", "Bob"))
    return customer, ann, bob


def test_a_contact_needs_some_name(create: Create) -> None:
    with pytest.raises(Invalid) as refused:
        create("contacts", customer=create("customers", name="Acme"), job_title="Buyer")
    assert set(refused.value.errors) == {"name"}


def test_a_contact_is_named_by_its_parts(create: Create, read: Callable[[str, int], Any]) -> None:
    customer = create("customers", name="Acme")
    id = create("contacts", customer=customer, family_name="欧阳", given_name="娜娜")
    assert read("contacts", id)["name"] == "欧阳娜娜"


def test_the_first_contact_is_the_main_one(people: tuple[int, int, int], mains: Mains) -> None:
    customer, ann, _bob = people
    assert mains(customer) == [ann]


def test_the_main_mark_moves(people: tuple[int, int, int], mains: Mains, act: Act, update: Update) -> None:
    customer, ann, bob = people
    act("contacts", "make_main", bob)
    assert mains(customer) == [bob]
    update("contacts", ann, main=True)
    assert mains(customer) == [ann]


def test_a_new_main_contact_takes_the_mark(
    people: tuple[int, int, int], mains: Mains, create: Create
) -> None:
    customer, _ann, _bob = people
    new = create("contacts", customer=customer, name="Cid", main=True)
    assert mains(customer) == [new]


def test_of_many_at_once_one_is_the_main_contact(app: App, create: Create, mains: Mains) -> None:
    plain, marked = create("customers", name="Acme"), create("customers", name="Other")
    rows = [{"customer": plain, "name": f"P{n}"} for n in range(3)]
    rows += [{"customer": marked, "name": f"M{n}", "main": True} for n in range(3)]
    with app.work(app.system("test")) as work:
        ids = records.create(work, "contacts", rows)
    assert mains(plain) == ids[:1]
    assert mains(marked) == ids[-1:]


def test_the_mark_cannot_simply_be_removed(people: tuple[int, int, int], update: Update) -> None:
    with pytest.raises(Invalid) as refused:
        update("contacts", people[1], main=False)
    assert refused.value.errors["main"][0].code == "main_contact_needed"


def test_a_deleted_main_contact_hands_the_mark_on_and_returns_without_it(
    app: App, people: tuple[int, int, int], mains: Mains, delete: Update
) -> None:
    customer, ann, bob = people
    delete("contacts", ann)
    assert mains(customer) == [bob]
    with app.work(app.system("test")) as work:
        records.restore(work, "contacts", [ann])
    assert mains(customer) == [bob]


def test_a_last_contact_that_returns_beside_a_new_one_takes_the_mark_back(
    app: App, create: Create, mains: Mains, delete: Update
) -> None:
    customer = create("customers", name="Acme")
    old = create("contacts", customer=customer, name="Old")
    delete("contacts", old)
    create("contacts", customer=customer, name="New")
    with app.work(app.system("test")) as work:
        records.restore(work, "contacts", [old])
    assert mains(customer) == [old]


def test_a_main_contact_that_changes_its_employer_leaves_order_on_both_sides(
    people: tuple[int, int, int], create: Create, mains: Mains, update: Update
) -> None:
    customer, ann, bob = people
    other = create("customers", name="Other")
    boss = create("contacts", customer=other, name="Boss")
    update("contacts", ann, customer=other)
    assert (mains(customer), mains(other)) == ([bob], [boss])


def test_who_comes_to_a_customer_without_contacts_is_its_main_contact(
    people: tuple[int, int, int], create: Create, mains: Mains, update: Update
) -> None:
    customer, ann, bob = people
    other = create("customers", name="Other")
    update("contacts", bob, customer=other)
    assert (mains(customer), mains(other)) == ([ann], [bob])


def test_deleting_all_contacts_leaves_none(
    people: tuple[int, int, int], mains: Mains, delete: Update
) -> None:
    customer, ann, bob = people
    delete("contacts", ann, bob)
    assert mains(customer) == []


def test_races_for_the_mark_leave_one_main_contact(
    app: App, create: Create, update: Update, mains: Mains
) -> None:
    customer = create("customers", name="Acme")
    ids = [create("contacts", customer=customer, name=f"P{n}") for n in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda id: update("contacts", id, main=True), ids * 3))
        list(threads.map(lambda n: create("contacts", customer=customer, name=f"Q{n}", main=True), range(4)))
    assert len(mains(customer)) == 1
