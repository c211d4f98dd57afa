"""Messages are queued in the transaction of whoever wants them, many at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update

from core.plugin_api import Contact, FieldError, FieldErrors, Invalid, Work, insert_missing, translations
from plugins.messaging.models import KEY, Entry
from plugins.messaging.services.catalogue import channels_of, purposes_of, templates_of
from plugins.messaging.services.contract import Message, Queued, Template
from plugins.messaging.services.filling import stored
from plugins.messaging.services.groups import groups
from plugins.messaging.services.reaching import CAUSE

_ = translations("messaging")

DELIVER = "messaging.deliver"
MOMENTS = 500
"""Jobs that are enqueued at once for later; what has none is found by the minute's look."""

BAD_KEY = _("A key has 1 to {limit} characters.")
NOBODY = _("Nobody is named.")
NO_TEMPLATE = _("There is no template {name}.")
NO_PURPOSE = _("There is no purpose {name}.")
NO_CHANNEL = _("There is no channel {name}.")
OTHER_VALUES = _("The template {name} needs these values: {names}.")
WITHOUT_ZONE = _("It must be a moment with a time zone.")


def queue(work: Work, messages: Sequence[Message]) -> list[Queued]:
    """Have messages sent, if this work is committed; answers one `Queued` for each, in their order.

    What is already there by its key stays as it is, and is no error. Whether somebody may be told is decided
    when it is sent. Raises Invalid if a template, purpose or channel is unknown, nobody is named, or values
    are not those that the template declares.
    """
    if not messages:
        return []
    with work.unlimited(CAUSE) as everything:
        templates = templates_of(everything, {message.template for message in messages})
        _judge(everything, messages, templates)
        made = _insert(everything, _rows(everything, messages, templates, work.actor.user_id))
        _enqueue(everything, messages, made)
        ids = {**_there(everything, [message.key for message in messages]), **made}
    first = {message.key: index for index, message in reversed(list(enumerate(messages)))}
    return [
        Queued(message.key, ids[message.key], message.key in made and first[message.key] == index)
        for index, message in enumerate(messages)
    ]


def cancel(work: Work, keys: Sequence[str]) -> list[str]:
    """Take back messages that still wait, such as reminders of what was booked since; answers their keys."""
    taken: list[str] = []
    for part in groups(list(dict.fromkeys(keys))):
        waiting = update(Entry).where(Entry.key.in_(part), Entry.state == "queued")
        values = {"state": "cancelled", "at": work.now, "told_at": work.now}
        taken += work.session.scalars(waiting.values(values).returning(Entry.key))
    return taken


def renew(work: Work, keys: Sequence[str]) -> None:
    """Messages that were taken back wait again."""
    for part in groups(list(dict.fromkeys(keys))):
        taken_back = update(Entry).where(Entry.key.in_(part), Entry.state == "cancelled")
        work.session.execute(taken_back.values(state="queued", at=work.now, told_at=None))


def _judge(work: Work, messages: Sequence[Message], templates: Mapping[str, Template]) -> None:
    """Raise Invalid with what is wrong with any of them."""
    purposes, channels = purposes_of(work), channels_of(work)
    wrong: dict[int, FieldErrors] = {}
    for index, message in enumerate(messages):
        errors = _errors(message, templates.get(message.template), purposes, channels)
        if errors:
            wrong[index] = {name: (FieldError("invalid_message", said),) for name, said in errors.items()}
    if wrong:
        raise Invalid(rows=wrong)


def _errors(
    message: Message, template: Template | None, purposes: Mapping[str, Any], channels: Mapping[str, Any]
) -> dict[str, str]:
    found: dict[str, str] = {}
    if not 0 < len(message.key) <= KEY:
        found["key"] = BAD_KEY.fill(limit=KEY)
    if message.person is None:
        found["person"] = NOBODY
    if template is None:
        found["template"] = NO_TEMPLATE.fill(name=message.template)
    elif set(message.values) != set(template.variables):
        found["values"] = OTHER_VALUES.fill(name=template.name, names=", ".join(sorted(template.variables)))
    if message.purpose and message.purpose not in purposes:
        found["purpose"] = NO_PURPOSE.fill(name=message.purpose)
    if unknown := [name for name in message.channels if name not in channels]:
        found["channels"] = NO_CHANNEL.fill(name=", ".join(unknown))
    if message.not_before and message.not_before.tzinfo is None:
        found["not_before"] = WITHOUT_ZONE
    return found


def _rows(
    work: Work, messages: Sequence[Message], templates: Mapping[str, Template], by: int | None
) -> list[dict[str, Any]]:
    """The rows of the log; of messages with the same key the first. A contact's customer is written too."""
    contacts = [message.contact for message in messages if message.contact is not None]
    customers: dict[int, int] = {}
    for part in groups(contacts):
        known = select(Contact.id, Contact.customer_id).where(Contact.id.in_(part))
        customers |= {row.id: row.customer_id for row in work.session.execute(known)}
    rows: dict[str, dict[str, Any]] = {}
    for message in messages:
        if message.key not in rows:
            rows[message.key] = _row(work, message, templates[message.template], customers)
    return list(rows.values())


def _row(work: Work, message: Message, template: Template, customers: Mapping[int, int]) -> dict[str, Any]:
    person, record = message.person, message.record or (None, None)
    assert person is not None  # noqa: S101  # it was judged before
    of_contact = customers.get(person.id) if person.kind == "contact" else None
    return {
        "key": message.key,
        "state": "queued",
        "purpose": message.purpose or template.purpose,
        "template": message.template,
        "language": message.language,
        "kind": person.kind,
        "customer_id": person.id if person.kind == "customer" else of_contact or message.customer,
        "contact_id": person.id if person.kind == "contact" else None,
        "user_id": person.id if person.kind == "user" else None,
        "wanted": list(message.channels),
        "tried": [],
        "filling": {name: stored(value) for name, value in message.values.items()},
        "about_resource": record[0],
        "about": record[1],
        "attempts": 0,
        "queued_at": work.now,
        "due_at": max(work.now, message.not_before or work.now),
        "at": work.now,
        "told_at": None,
    }


def _insert(work: Work, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Insert those whose keys are new; answers their ids by key. Whoever comes second waits for the first."""
    made = insert_missing(work.session, Entry, rows, [Entry.key], Entry.key, Entry.id)
    return {row.key: row.id for row in made}


def _there(work: Work, keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in groups(list(dict.fromkeys(keys))):
        rows = work.session.execute(select(Entry.key, Entry.id).where(Entry.key.in_(part)))
        found |= {row.key: row.id for row in rows}
    return found


def _enqueue(work: Work, messages: Sequence[Message], made: Mapping[str, int]) -> None:
    """Jobs of the system that send them: one for now, and one for each later minute."""
    moments = {max(work.now, message.not_before or work.now) for message in messages if message.key in made}
    for moment in sorted(moments)[:MOMENTS]:
        # A job that has begun may have looked already: so a key is that of this work, or of that moment.
        key = f"at {moment.isoformat()}" if moment > work.now else f"work {work.uid}"
        work.enqueue(DELIVER, key=key, due_at=moment)
