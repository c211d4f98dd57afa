"""Reminders on their way: what is noted, the message or the task; a few statements for many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from core.plugin_api import Customer, Work, records
from plugins.care.models import Reminder
from plugins.care.services.codes import written
from plugins.care.services.coming import REMINDERS
from plugins.care.services.days import morning
from plugins.care.services.names import DUE, PURPOSE
from plugins.care.services.verdicts import Thing, Verdict
from plugins.messaging.public import Message, queue

LONGEST = 200


def ask(work: Work, verdicts: Sequence[Verdict], on: date) -> None:
    """Note what was decided, then send messages and make tasks for those who are told."""
    ids = _noted(work, verdicts, on)
    told = [verdict for verdict in verdicts if verdict.is_told]
    _make_tasks(work, [each for each in told if each.thing.plan.way == "task"], ids, on)
    messages = [
        _message(each.thing, ids[each.thing.key]) for each in told if each.thing.plan.way == "message"
    ]
    if messages:
        queue(work, messages)


def message_key(reminder_key: str) -> str:
    """What names the message of a reminder."""
    return f"{DUE}:{reminder_key}"


def _noted(work: Work, verdicts: Sequence[Verdict], on: date) -> dict[str, int]:
    """Write a reminder for each, or change the one that is there because it could not be sent before."""
    keys = [verdict.thing.key for verdict in verdicts]
    there = {key: id for id, key in work.session.execute(_THERE.where(Reminder.key.in_(keys)))}
    new = [verdict for verdict in verdicts if verdict.thing.key not in there]
    made = records.create(work, REMINDERS, [row_of(verdict, on) for verdict in new])
    changed = [verdict for verdict in verdicts if verdict.thing.key in there]
    updates = [records.Update(there[each.thing.key], _outcome(each, on)) for each in changed]
    records.update(work, REMINDERS, updates)
    return there | {verdict.thing.key: id for verdict, id in zip(new, made, strict=True)}


_THERE = select(Reminder.id, Reminder.key)


def row_of(verdict: Verdict, on: date) -> dict[str, Any]:
    """A new reminder."""
    thing = verdict.thing
    return {
        "subject": thing.id,
        "customer": thing.customer,
        "key": thing.key,
        "codes": written(due.code for due in thing.bundle),
        "due_on": _due_on(thing),
        "way": thing.plan.way,
        **_outcome(verdict, on),
    }


def _outcome(verdict: Verdict, on: date) -> dict[str, Any]:
    if not verdict.is_told:
        return {"state": "not_sent", "reason": verdict.reason, "asked_on": on}
    state = "reminded" if verdict.thing.plan.way == "task" else "waiting"
    return {"state": state, "reason": None, "asked_on": on, "channel": verdict.channel}


def _due_on(thing: Thing) -> date:
    return min(due.due_date for due in thing.bundle if due.due_date)


def _titles(thing: Thing) -> str:
    return ", ".join(thing.plan.titles.get(due.code, due.code) for due in thing.bundle)


def _message(thing: Thing, id: int) -> Message:
    return Message(
        key=message_key(thing.key),
        template=DUE,
        purpose=PURPOSE,
        customer=thing.customer,
        contact=thing.contact,
        values={"thing": thing.name, "tasks": _titles(thing), "due_on": _due_on(thing).isoformat()},
        record=(REMINDERS, id),
    )


def _make_tasks(work: Work, told: Sequence[Verdict], ids: Mapping[str, int], on: date) -> None:
    """A task for whoever is in charge of the customer, who need not have any right to care."""
    if not told:
        return
    wanted = {verdict.thing.customer for verdict in told}
    found = select(Customer.id, Customer.owner_id).where(Customer.id.in_(wanted))
    owners = dict(work.session.execute(found).all())
    rows = [_task(work, verdict.thing, owners, on) for verdict in told]
    made = records.create(work, "activities", rows)
    pairs = zip(told, made, strict=True)
    updates = [records.Update(ids[verdict.thing.key], {"activity": id}) for verdict, id in pairs]
    records.update(work, REMINDERS, updates)


def _task(work: Work, thing: Thing, owners: Mapping[int, int | None], on: date) -> dict[str, Any]:
    return {
        "type": "task",
        "subject": thing.name[:LONGEST],
        "description": _titles(thing),
        "customer": thing.customer,
        "owner": owners.get(thing.customer or 0),
        "due_at": morning(work, max(on, _due_on(thing))),
    }
