"""What is to be known of people before they are told something, read for thousands at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import or_, select

from core.plugin_api import Contact, Customer, User, Work
from plugins.messaging.services.contract import Kind, Person
from plugins.messaging.services.groups import groups


@dataclass(frozen=True, slots=True)
class Profile:
    """A person as far as messages go; `customer` is the one that a contact belongs to, or itself."""

    person: Person
    name: str
    customer: int | None
    do_not_contact: bool
    language: str | None
    zone: str | None


def profiles(work: Work, people: Sequence[Person]) -> Mapping[Person, Profile]:
    """The profiles of those who are there: not in the trash, users only while they are active."""
    found: dict[Person, Profile] = {}
    for kind, (statement, id) in READ.items():
        for part in groups(ids_of(people, kind)):
            for row in work.session.execute(statement.where(id.in_(part))):
                found[Person(kind, row[0])] = _profile(kind, row)
    return found


CUSTOMERS = select(
    Customer.id, Customer.name, Customer.id, Customer.do_not_contact, Customer.language, Customer.time_zone
)
CONTACTS = select(
    Contact.id,
    Contact.name,
    Contact.customer_id,
    or_(Contact.do_not_contact, Customer.do_not_contact),
    Contact.language,
    Customer.time_zone,
    Customer.language,
).join(Customer, Customer.id == Contact.customer_id)
USERS = select(User.id, User.name, User.id, User.active, User.language, User.time_zone).where(
    User.active.is_(True)
)

READ: Mapping[Kind, tuple[Any, Any]] = MappingProxyType(
    {"customer": (CUSTOMERS, Customer.id), "contact": (CONTACTS, Contact.id), "user": (USERS, User.id)}
)


def _profile(kind: Kind, row: Any) -> Profile:
    id, name, customer, closed, language, zone, *more = row
    if kind == "user":
        return Profile(Person(kind, id), name, None, False, language, zone)
    spoken = next(filter(None, (language, *more)), None)
    return Profile(Person(kind, id), name or "", customer, bool(closed), spoken, zone)


def ids_of(people: Iterable[Person], kind: Kind) -> list[int]:
    """The ids of the people of one kind."""
    return list(dict.fromkeys(person.id for person in people if person.kind == kind))
