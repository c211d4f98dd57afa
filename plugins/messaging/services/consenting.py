"""Consent: the latest word of a person by purpose and channel; a customer's no holds for its contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.plugin_api import Change, FieldError, Work, translations
from plugins.messaging.models import ANY, GIVEN, WITHDRAWN, Consent
from plugins.messaging.services.contract import Person, Purpose
from plugins.messaging.services.groups import groups
from plugins.messaging.services.people import Profile

_ = translations("messaging")

UNKNOWN_PURPOSE = _("There is no purpose {name}. There are: {names}.")
UNKNOWN_CHANNEL = _("There is no channel {name}. There are: {names}.")
LATER = _("Nobody has consented in the future.")

SAID = (
    *(Consent.id, Consent.customer_id, Consent.contact_id),
    *(Consent.channel, Consent.state, Consent.at),
)
Word = tuple[datetime, int, str]
"""When it was said, its id, and what: the largest is the latest."""


@dataclass(frozen=True, slots=True)
class Words:
    """The latest words of people about a purpose, by whom and which channel."""

    latest: Mapping[tuple[Person, str], Word]

    def allow(self, profile: Profile, channel: str, purpose: Purpose) -> bool:
        """Whether a person may be told something by a channel. Colleagues may."""
        if profile.customer is None:
            return True
        whose = {profile.person, Person("customer", profile.customer)}
        states = {self._state(person, channel) for person in whose}
        return WITHDRAWN not in states and (GIVEN in states or not purpose.needs_consent)

    def _state(self, person: Person, channel: str) -> str:
        said = [self.latest[key] for name in (channel, ANY) if (key := (person, name)) in self.latest]
        return max(said)[2] if said else ""


def words_of(work: Work, profiles: Sequence[Profile], purpose: str) -> Words:
    """What these people, and the customers that they belong to, said last."""
    customers = list(dict.fromkeys(item.customer for item in profiles if item.customer is not None))
    latest: dict[tuple[Person, str], Word] = {}
    contacts = [item.person.id for item in profiles if item.person.kind == "contact"]
    # A contact's own word goes with him when he moves to another customer.
    for column, ids in ((Consent.customer_id, customers), (Consent.contact_id, contacts)):
        for part in groups(ids):
            said = select(*SAID).where(
                column.in_(part), Consent.purpose.in_((purpose, ANY)), Consent.at <= work.now
            )
            for id, customer, contact, channel, state, at in work.session.execute(said):
                person = Person("contact", contact) if contact else Person("customer", customer)
                word: Word = (at or work.now, id, state)
                latest[person, channel] = max(word, latest.get((person, channel), word))
    return Words(latest)


def judge(
    work: Work, changes: Sequence[Change], purposes: Sequence[str], channels: Sequence[str]
) -> dict[int, Mapping[str, Any]]:
    """What is wrong with new words, or the moment that they are given where none was said."""
    found: dict[int, Mapping[str, Any]] = {}
    for index, change in enumerate(changes):
        after = change.after or {}
        errors = _errors(work, after, purposes, channels)
        if errors:
            found[index] = {name: [error] for name, error in errors.items()}
        elif after["at"] is None:
            found[index] = {"at": work.now}
    return found


def _errors(
    work: Work, after: Mapping[str, Any], purposes: Sequence[str], channels: Sequence[str]
) -> dict[str, FieldError]:
    errors = {}
    if after["purpose"] not in (ANY, *purposes):
        said = UNKNOWN_PURPOSE.fill(name=after["purpose"], names=", ".join((ANY, *purposes)))
        errors["purpose"] = FieldError("choice_unknown", said, after["purpose"])
    if after["channel"] not in (ANY, *channels):
        said = UNKNOWN_CHANNEL.fill(name=after["channel"], names=", ".join((ANY, *channels)))
        errors["channel"] = FieldError("choice_unknown", said, after["channel"])
    if after["at"] is not None and after["at"] > work.now:
        errors["at"] = FieldError("in_future", LATER, after["at"])
    return errors
