"""Where people can be told something, by channel; nowhere by a channel that is not set up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from core.plugin_api import Contact, Customer, User, Work, get_settings
from plugins.messaging.models import ContactAddressee, CustomerAddressee
from plugins.messaging.services.contract import Kind, Person
from plugins.messaging.services.groups import groups
from plugins.messaging.services.people import ids_of

Addresses = Mapping[Person, str]


def _read(work: Work, people: Sequence[Person], columns: Mapping[Kind, tuple[Any, Any]]) -> Addresses:
    """Addresses by kind of person, from (id, column)."""
    found: dict[Person, str] = {}
    for kind, (id, column) in columns.items():
        for part in groups(ids_of(people, kind)):
            rows = work.session.execute(select(id, column).where(id.in_(part), column.is_not(None)))
            found |= {Person(kind, row[0]): str(row[1]) for row in rows if row[1]}
    return found


def _is_set(work: Work, name: str) -> bool:
    return bool(get_settings(work, "messaging")[f"messaging.{name}"])


def emails(work: Work, people: Sequence[Person]) -> Addresses:
    """E-mail addresses."""
    if not _is_set(work, "smtp_host"):
        return {}
    by_kind: dict[Kind, tuple[Any, Any]] = {
        "customer": (Customer.id, Customer.email),
        "contact": (Contact.id, Contact.email),
        "user": (User.id, User.email),
    }
    return _read(work, people, by_kind)


def mobile_numbers(work: Work, people: Sequence[Person]) -> Addresses:
    """Numbers for SMS: a contact's mobile, else its other one; international ones only."""
    if not _is_set(work, "sms_url"):
        return {}
    found = numbers(work, people)
    return {person: number for person, number in found.items() if number.startswith("+")}


def numbers(work: Work, people: Sequence[Person]) -> Addresses:
    """Telephone numbers."""
    by_kind: dict[Kind, tuple[Any, Any]] = {
        "customer": (Customer.id, Customer.phone),
        "contact": (Contact.id, func.coalesce(Contact.mobile, Contact.phone)),
    }
    return _read(work, people, by_kind)


def wechat_ids(work: Work, people: Sequence[Person]) -> Addresses:
    """What WeChat knows people by."""
    if not _is_set(work, "wechat_url"):
        return {}
    by_kind: dict[Kind, tuple[Any, Any]] = {
        "customer": (CustomerAddressee.id, CustomerAddressee.wechat),
        "contact": (ContactAddressee.id, ContactAddressee.wechat),
    }
    return _read(work, people, by_kind)


def users(_work: Work, people: Sequence[Person]) -> Addresses:
    """Users are told in the application."""
    return {person: str(person.id) for person in people if person.kind == "user"}
