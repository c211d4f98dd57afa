"""Lists of greetings: made some days ahead, with text; sent by a person or by themselves, within a cap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, extract, func, or_, select

from core.plugin_api import Contact, Customer, Work, get_setting, records
from plugins.care.models import ContactCare, CustomerCare, Greeting, Occasion
from plugins.care.services import occasions
from plugins.care.services.days import morning, today
from plugins.care.services.names import GREETING, MARKETING
from plugins.messaging.public import Message, Person, queue, reachable

GREETINGS = "care.greetings"
AHEAD = "care.greet_ahead"
CAP = "care.greet_most"
AT_ONCE = 1_000
BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True)
class Greeted:
    """Somebody who is greeted on a day."""

    customer: int
    contact: int | None
    name: str
    on: date

    @property
    def person(self) -> Person:
        """As messaging names people."""
        return Person("customer", self.customer) if self.contact is None else Person("contact", self.contact)


@dataclass(frozen=True, slots=True)
class Round:
    """Customers, or contacts, are looked through for an occasion."""

    occasion: int
    contacts: bool


def rounds(work: Work) -> list[Round]:
    """What is to be looked through for the occasions in use."""
    used = select(Occasion.id, Occasion.greeted).where(Occasion.active.is_(True)).order_by(Occasion.id)
    return [
        Round(id, contacts)
        for id, greeted in work.session.execute(used)
        for contacts in (False, True)
        if greeted in ("both", "contacts" if contacts else "customers")
    ]


def propose(work: Work, this: Round, after: int) -> tuple[int, int | None]:
    """Put those on the list, once, whose day comes within the days ahead: of 1,000 people after an id.

    Answers how many are new on the list, and after which id to go on; None after the last one.
    """
    occasion = work.session.scalar(select(Occasion).where(Occasion.id == this.occasion))
    first = today(work)
    last = first + timedelta(get_setting(work, AHEAD))
    days = [] if occasion is None or occasion.kind == BIRTHDAY else list(_days(occasion, first, last))
    if occasion is None or not (days or occasion.kind == BIRTHDAY):
        return 0, None
    rows = _part(work, occasion, this.contacts, after, first, last)
    found = [
        _one(row, on)
        for row in rows
        for on in (_birthdays(row, first, last) if occasion.kind == BIRTHDAY else days)
    ]
    return _put(work, occasion, found) if found else 0, rows[-1].id if len(rows) == AT_ONCE else None


def _part(
    work: Work, occasion: Occasion, contacts: bool, after: int, first: date, last: date
) -> Sequence[Any]:
    """The next people who may be greeted."""
    model = Contact if contacts else Customer
    people = _people(contacts=contacts).add_columns(model.id)
    people = people.where(model.id > after).order_by(model.id).limit(AT_ONCE)
    if occasion.country:
        people = people.where(Customer.country == occasion.country.upper())
    if occasion.kind == BIRTHDAY:
        people = people.where(_born(model, contacts, first, last))
    return work.session.execute(people).all()


def _one(row: Any, on: date) -> Greeted:
    return Greeted(row.customer, row.contact, row.name or "", on)


def _people(*, contacts: bool) -> Select[*tuple[Any, ...]]:
    """Those who want to be contacted, with what is known of their birthdays."""
    care = ContactCare if contacts else CustomerCare
    lunar = care.lunar_month, care.lunar_day, care.lunar_leap
    if contacts:
        columns = (
            Contact.customer_id.label("customer"),
            Contact.id.label("contact"),
            Contact.name,
            Contact.birthday,
        )
        found = select(*columns, *lunar).join(Customer, Customer.id == Contact.customer_id)
        found = found.outerjoin(ContactCare, ContactCare.id == Contact.id)
        return found.where(Contact.do_not_contact.is_(False), Customer.do_not_contact.is_(False))
    nobody = func.nullif(Customer.id, Customer.id).label("contact")
    of_customer = Customer.id.label("customer"), nobody, Customer.name, Customer.birthday
    found = select(*of_customer, *lunar).outerjoin(CustomerCare, CustomerCare.id == Customer.id)
    return found.where(Customer.do_not_contact.is_(False))


def _born(model: Any, contacts: bool, first: date, last: date) -> Any:
    """Born in one of the months that these days touch, or on a day of the Chinese calendar."""
    care = ContactCare if contacts else CustomerCare
    months = {(first + timedelta(days)).month for days in range((last - first).days + 1)}
    return or_(extract("month", model.birthday).in_(sorted(months)), care.lunar_month.is_not(None))


def _birthdays(row: Any, first: date, last: date) -> Iterator[date]:
    """Whoever told his birthday by the Chinese calendar is greeted on that."""
    if row.lunar_month and row.lunar_day:
        leap = bool(row.lunar_leap)
        return occasions.lunar_between(row.lunar_month, row.lunar_day, first, last, leap=leap)
    if row.birthday is None:
        return iter(())
    return occasions.solar_between(row.birthday.month, row.birthday.day, first, last)


def _days(occasion: Occasion, first: date, last: date) -> Iterator[date]:
    if occasion.kind == "qingming":
        return occasions.qingming_between(first, last)
    month, day = occasion.month or 1, occasion.day_of_month or 1
    if occasion.kind == "lunar":
        return occasions.lunar_between(month, day, first, last)
    return occasions.solar_between(month, day, first, last)


def _put(work: Work, occasion: Occasion, found: Sequence[Greeted]) -> int:
    """Write those that are not on the list yet; then send them, if the day is one that is sent by itself."""
    rows = {_key(occasion, each): each for each in found}
    there = set(work.session.scalars(select(Greeting.key).where(Greeting.key.in_(list(rows)))))
    new = [_row(occasion, key, each) for key, each in rows.items() if key not in there]
    ids = records.create(work, GREETINGS, new)
    if occasion.automatic:
        send(work, ids)
    return len(ids)


def _key(occasion: Occasion, each: Greeted) -> str:
    """One greeting for a person, an occasion and a day."""
    whom = f"c{each.customer}" if each.contact is None else f"p{each.contact}"
    return f"{occasion.id}:{whom}:{each.on.isoformat()}"


def _row(occasion: Occasion, key: str, each: Greeted) -> dict[str, Any]:
    body = occasion.body.replace("{name}", each.name)
    values = {"occasion": occasion.id, "customer": each.customer, "contact": each.contact}
    return {**values, "key": key, "greet_on": each.on, "body": body}


def send(work: Work, ids: Sequence[int]) -> None:
    """Queue greetings for their day, as far as people want them and the cap of the year allows."""
    wanted = Greeting.id.in_(ids), Greeting.state == "proposed"
    rows = list(work.session.scalars(select(Greeting).where(*wanted).order_by(Greeting.id)))
    people = {row.id: _person(row) for row in rows}
    reach = reachable(work, list(dict.fromkeys(people.values())), MARKETING)
    greeted, most = _greeted_lately(work, sorted({row.customer_id for row in rows})), get_setting(work, CAP)
    reasons: dict[int, str] = {}
    for row in rows:
        answer = reach[people[row.id]]
        never = answer.channel is None and answer.reason not in ("quiet_hours", "cap")
        reasons[row.id] = answer.reason if never else "cap" if greeted[row.customer_id] >= most else ""
        greeted[row.customer_id] += not reasons[row.id]
    sent = [row for row in rows if not reasons[row.id]]
    queue(work, [_message(work, row) for row in sent])
    updates = [records.Update(row.id, _decided(reasons[row.id])) for row in rows]
    records.update(work, GREETINGS, updates)


def _decided(reason: str) -> dict[str, Any]:
    return {"state": "refused", "reason": reason} if reason else {"state": "queued", "reason": None}


def _person(row: Greeting) -> Person:
    return (
        Person("customer", row.customer_id) if row.contact_id is None else Person("contact", row.contact_id)
    )


def _greeted_lately(work: Work, customers: Sequence[int]) -> Counter[int]:
    """How often customers were greeted within a year, they themselves or their contacts."""
    since = today(work) - timedelta(365)
    counted = (
        Greeting.customer_id.in_(customers),
        Greeting.state.in_(("queued", "sent")),
        Greeting.greet_on > since,
    )
    found = select(Greeting.customer_id, func.count()).where(*counted).group_by(Greeting.customer_id)
    return Counter(dict(work.session.execute(found).all()))


def _message(work: Work, row: Greeting) -> Message:
    return Message(
        key=f"{GREETING}:{row.key}",
        template=GREETING,
        purpose=MARKETING,
        customer=row.customer_id,
        contact=row.contact_id,
        values={"text": row.body},
        not_before=morning(work, row.greet_on),
        record=(GREETINGS, row.id),
    )
