"""Channels that end in our own database: notices in the application, and calls that somebody is to make."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.plugin_api import Customer, Work, notify, records
from plugins.messaging.services.contract import Delivery

LONGEST = 200


def notify_users(work: Work, deliveries: Sequence[Delivery]) -> None:
    """Notices of core."""
    for delivery in deliveries:
        notify(work, [delivery.person.id], delivery.subject or delivery.body, _link(delivery))


def _link(delivery: Delivery) -> str:
    """The page of what it is about."""
    if delivery.record is None:
        return ""
    resource, id = delivery.record
    return f"/{resource.replace('.', '/')}/{id}"


def plan_calls(work: Work, deliveries: Sequence[Delivery]) -> None:
    """Calls to make, for the owners of the customers, with what is to be said."""
    ids = [delivery.customer for delivery in deliveries if delivery.customer is not None]
    columns = (Customer.id, Customer.owner_id, Customer.unit_id)
    owners = {row.id: row for row in work.session.execute(select(*columns).where(Customer.id.in_(ids)))}
    calls = []
    for delivery in deliveries:
        owner = owners.get(delivery.customer or 0)
        calls.append(
            {
                "type": "call",
                "direction": "out",
                "subject": (delivery.subject or delivery.body)[:LONGEST].replace("\n", " "),
                "description": delivery.body,
                "due_at": work.now,
                "customer": delivery.customer,
                "contact": delivery.person.id if delivery.person.kind == "contact" else None,
                "owner": owner.owner_id if owner else None,
                "unit": owner.unit_id if owner else None,
            }
        )
    records.create(work, "activities", calls)
