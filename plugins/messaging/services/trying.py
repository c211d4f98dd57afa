"""Trying a template: what it would say, and sending it to oneself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from core.plugin_api import Forbidden, Work, invalid, records, translations
from plugins.messaging.services.catalogue import channels_of, templates_of, text_for
from plugins.messaging.services.contract import Delivery, Message, Person, Sent, Template
from plugins.messaging.services.filling import one_line
from plugins.messaging.services.queueing import queue
from plugins.messaging.services.settings_of import limits_of
from plugins.messaging.services.writing import worded

_ = translations("messaging")

Inputs = Mapping[str, Any]

ONLY_USERS = _("Only somebody who is signed in can send something to himself.")
OTHER_VALUES = _("The template has these variables: {names}.")
OTHER_CHANNEL = _("It must be one of: {choices}.")
TO_ONESELF = ("email", "in_app")


def preview(work: Work, id: int | None, inputs: Inputs) -> dict[str, Any]:
    """How it reads; variables without a value stand as their names in braces."""
    template = _template(work, id)
    limits = limits_of(work)
    language, text = text_for(template, inputs.get("language"), limits.language)
    subject, body = worded(text, _values(template, inputs), language, ZoneInfo(limits.zone))
    return {"language": language, "subject": subject, "body": body}


def test(work: Work, id: int | None, inputs: Inputs) -> int:
    """Queue it for the actor himself, by e-mail if nothing else is said."""
    assert id is not None  # noqa: S101  # an action on a record
    if work.actor.user_id is None:
        raise Forbidden(ONLY_USERS)
    channel = inputs.get("channel") or TO_ONESELF[0]
    if channel not in TO_ONESELF:
        said = OTHER_CHANNEL.fill(choices=", ".join(TO_ONESELF))
        raise invalid("channel", "choice_unknown", said, channel)
    template = _template(work, id)
    message = Message(
        key=f"messaging.test:{work.uid}",
        template=template.name,
        purpose="internal",
        user=work.actor.user_id,
        values=_values(template, inputs),
        channels=(channel,),
        language=inputs.get("language"),
    )
    queue(work, [message])
    return id


def _template(work: Work, id: int | None) -> Template:
    assert id is not None  # noqa: S101
    name = records.read(work, "messaging.templates", id, ("name",))["name"]
    return templates_of(work, [name])[name]


def _values(template: Template, inputs: Inputs) -> dict[str, Any]:
    given = inputs.get("values") or {}
    if not isinstance(given, Mapping) or set(given) - set(template.variables):
        said = OTHER_VALUES.fill(names=", ".join(sorted(template.variables)))
        raise invalid("values", "values_invalid", said, given)
    return {name: str(given.get(name, f"{{{name}}}")) for name in template.variables}


def send_directly(reading: Any, channel: str, address: str, text: str) -> Sent:
    """Try a channel's settings: send a text to an address at once, past the log.

    `reading()` opens a work that only reads. Raises Forbidden without the right to decide about messages,
    Invalid for a channel that sends nothing.
    """
    with reading() as work:
        work.require("messaging.log.decide")
        found = channels_of(work).get(channel)
        if found is None or found.send is None:
            names = ", ".join(name for name, item in channels_of(work).items() if item.send)
            raise invalid("channel", "choice_unknown", OTHER_CHANNEL.fill(choices=names), channel)
        prepared = found.prepare(work) if found.prepare else None
        delivery = Delivery(
            key=f"messaging.try:{work.uid}",
            person=Person("user", 0),
            address=address,
            name="",
            subject=one_line(text),
            body=text,
            language="en",
            purpose="internal",
            at=work.now,
        )
    return found.send(prepared, delivery)
