"""Customers of whom nothing was heard for longer than their class allows become a task, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select

from core.plugin_api import Activity, Customer, Work, get_setting, records, translations
from plugins.care.models import CustomerCare, SilenceTask
from plugins.care.services.days import company_zone, morning, today

_ = translations("care")

CLASSES = ("key", "ordinary", "small")
DAYS = "care.contact_days_{name}"
AT_ONCE = 500
GET_IN_TOUCH = _("Get in touch: nothing was heard since {day}")


def make_tasks(work: Work, name: str, after: int) -> tuple[int, int | None]:
    """Make the tasks about customers of a class that are not there yet: of 500 who are silent, after an id.

    Answers how many were made, and after which id to go on; None after the last one.
    """
    days = get_setting(work, DAYS.format(name=name))
    rows = _silent(work, name, today(work) - timedelta(days), after) if days else ()
    return _make(work, rows) if rows else 0, rows[-1].id if len(rows) == AT_ONCE else None


def _silent(work: Work, name: str, since: date, after: int) -> Sequence[Any]:
    """Customers of a class with no contact since a day."""
    contact = exists().where(
        Activity.customer_id == Customer.id,
        Activity.status == "done",
        Activity.channel.is_not(None),
        Activity.happens_at >= morning(work, since),
    )
    columns = Customer.id, Customer.owner_id, Customer.created_at
    found = select(*columns).join(CustomerCare, CustomerCare.id == Customer.id)
    mine = CustomerCare.contact_class == name, Customer.created_at < morning(work, since), ~contact
    later = found.where(*mine, Customer.id > after).order_by(Customer.id).limit(AT_ONCE)
    return work.session.execute(later).all()


def _make(work: Work, rows: Sequence[Any]) -> int:
    heard, zone = _heard(work, [row.id for row in rows]), company_zone(work)
    last = {row.id: heard.get(row.id) or row.created_at for row in rows}
    since = {id: at.astimezone(zone).date() for id, at in last.items()}
    known = select(SilenceTask.customer_id, SilenceTask.since).where(SilenceTask.customer_id.in_(list(since)))
    there = {(customer, day) for customer, day in work.session.execute(known)}
    new = [row for row in rows if (row.id, since[row.id]) not in there]
    records.create(work, "activities", [_task(work, row, since[row.id]) for row in new])
    records.add_facts(work, SilenceTask, [{"customer_id": row.id, "since": since[row.id]} for row in new])
    return len(new)


def _heard(work: Work, ids: Sequence[int]) -> Mapping[int, datetime]:
    """When each of these customers was last in contact with us."""
    contacts = select(Activity.customer_id, func.max(Activity.happens_at)).where(
        Activity.customer_id.in_(ids), Activity.status == "done", Activity.channel.is_not(None)
    )
    rows = work.session.execute(contacts.group_by(Activity.customer_id))
    return {customer: at for customer, at in rows if customer is not None and at is not None}


def _task(work: Work, row: Any, since: date) -> dict[str, Any]:
    return {
        "type": "task",
        "subject": work.translate(GET_IN_TOUCH.fill(day=since.isoformat())),
        "customer": row.id,
        "owner": row.owner_id,
        "due_at": morning(work, today(work)),
    }
