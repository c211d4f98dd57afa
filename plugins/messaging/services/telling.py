"""Colleagues are told: owners of changed numbers and addresses, teams of what somebody writes to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from core.plugin_api import Change, Customer, CustomerTeamMember, Work, get_setting
from plugins.messaging.services.contract import Message
from plugins.messaging.services.groups import groups
from plugins.messaging.services.own_templates import CHANGED, CHANGED_MANY, NOTICE
from plugins.messaging.services.queueing import queue
from plugins.messaging.services.reaching import CAUSE

REACHING: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "customers": (
            *("phone", "email", "street", "city", "region", "postal_code", "country"),
            *("phones", "emails", "addresses"),
        ),
        "contacts": ("phone", "mobile", "email", "phones", "emails"),
    }
)
"""The fields whose change the owner is told, by kind of record."""


def tell_owners(work: Work, resource: str, changes: Sequence[Change]) -> None:
    """Owners learn that a number or address of a customer of theirs, or of its contacts, is another now."""
    changed = [change for change in changes if change.changed(*REACHING[resource])]
    if not changed:
        return
    with work.unlimited(CAUSE) as everything:
        if get_setting(everything, "messaging.tell_owner"):
            queue(everything, _changes_told(everything, work, resource, changed))


def _changes_told(everything: Work, work: Work, resource: str, changes: Sequence[Change]) -> list[Message]:
    """One message for each owner, however many of his customers were changed at once."""
    by_customer: dict[int, Change] = {}
    for change in changes:
        values = change.after or {}
        by_customer[change.id if resource == "customers" else values["customer"]] = change
    names: dict[int, str] = {}
    of_owner: dict[int, list[int]] = defaultdict(list)
    for part in groups(list(by_customer)):
        found = select(Customer.id, Customer.name, Customer.owner_id).where(Customer.id.in_(part))
        for id, name, owner in everything.session.execute(found):
            names[id] = name or ""
            if owner and owner != work.actor.user_id:
                of_owner[owner].append(id)
    return [
        _told(work, resource, owner, ids, by_customer[ids[0]], names[ids[0]])
        for owner, ids in of_owner.items()
    ]


def _told(work: Work, resource: str, owner: int, ids: Sequence[int], change: Change, name: str) -> Message:
    version = (change.after or {}).get("version", 0)
    values: dict[str, Any] = {"customer": name} if len(ids) == 1 else {"count": len(ids)}
    return Message(
        key=f"messaging.changed:{owner}:{resource}:{change.id}:{version}",
        template=CHANGED if len(ids) == 1 else CHANGED_MANY,
        user=owner,
        values={**values, "who": work.actor.name},
        channels=("in_app",),
        record=("customers", ids[0]) if len(ids) == 1 else None,
    )


def tell_teams(work: Work, changes: Sequence[Change]) -> None:
    """Notices reach all who look after the customer, but for whoever wrote them."""
    with work.unlimited(CAUSE) as everything:
        messages: list[Message] = []
        for change in changes:
            values = change.after or {}
            messages += _notice(work, change.id, values, *_people(everything, values))
        queue(everything, messages)


def _people(work: Work, values: Mapping[str, Any]) -> tuple[str, list[int]]:
    """The customer's name; its owner and, if they are meant, those of its team."""
    customer = values["customer"]
    name, owner = work.session.execute(
        select(Customer.name, Customer.owner_id).where(Customer.id == customer)
    ).one()
    users = [owner] if owner else []
    if values["recipients"] == "team":
        team = select(CustomerTeamMember.user_id).where(CustomerTeamMember.customer_id == customer)
        users += work.session.scalars(team.order_by(CustomerTeamMember.position))
    return name or "", list(dict.fromkeys(users))


def _notice(
    work: Work, id: int, values: Mapping[str, Any], customer: str, users: Sequence[int]
) -> list[Message]:
    filling = {
        "customer": customer,
        "who": work.actor.name,
        "subject": values["subject"],
        "text": values["body"] or "",
    }
    return [
        Message(
            key=f"messaging.notice:{id}:{user}:{channel}",
            template=NOTICE,
            user=user,
            values=filling,
            channels=(channel,),
            record=("customers", values["customer"]),
        )
        for user in users
        if user != work.actor.user_id
        for channel in ("in_app", *(("email",) if values["by_email"] else ()))
    ]
