"""Who can be told of what is due, by which channel: as messaging knows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from core.plugin_api import Work
from plugins.care.services.names import PURPOSE
from plugins.care.services.verdicts import Thing
from plugins.messaging.public import LATER, Person, reachable

Reached: TypeAlias = dict[int, tuple[str | None, str]]
"""By subject: the channel, and the reason why it cannot be told (empty if it can)."""


def reach(work: Work, things: Iterable[Thing]) -> Reached:
    """By subject: the channel, and the reason why there is none."""
    people = {thing.id: person_of(thing) for thing in things}
    found = reachable(work, list(dict.fromkeys(people.values())), PURPOSE)
    answers = {id: found[person] for id, person in people.items()}
    # What only has to wait is queued; messaging sends it when it may.
    return {
        id: (answer.channel, "" if answer.channel or answer.reason in LATER else answer.reason)
        for id, answer in answers.items()
    }


def person_of(thing: Thing) -> Person:
    """Who is told: the contact, if one is named, else the customer."""
    if thing.contact is not None:
        return Person("contact", thing.contact)
    return Person("customer", thing.customer or 0)
