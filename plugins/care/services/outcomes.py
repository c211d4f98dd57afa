"""What became of messages: reminders and greetings are told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work, records
from plugins.care.models import Greeting, Reminder
from plugins.care.services.coming import REMINDERS
from plugins.care.services.computing import CAUSE
from plugins.care.services.days import today
from plugins.care.services.greeting import GREETINGS
from plugins.care.services.names import DUE, GREETING
from plugins.care.services.words import REASONS
from plugins.messaging.public import Outcome

GIVEN_UP = frozenset({"refused", "failed", "bounced", "cancelled"})


def note(work: Work, outcomes: Sequence[Outcome]) -> None:
    """Write beside each reminder and greeting whether it was sent, and if not, why."""
    with work.unlimited(CAUSE) as everything:
        _reminders(everything, _ours(outcomes, DUE))
        _greetings(everything, _ours(outcomes, GREETING))


def _ours(outcomes: Sequence[Outcome], template: str) -> dict[str, Outcome]:
    prefix = f"{template}:"
    return {each.key[len(prefix) :]: each for each in outcomes if each.key.startswith(prefix)}


def _reminders(work: Work, told: Mapping[str, Outcome]) -> None:
    """Those with a result keep their state: whoever came does not become one who was not told."""
    rows = select(Reminder.id, Reminder.key).where(Reminder.key.in_(list(told)), Reminder.state != "closed")
    updates = [
        records.Update(id, _values(told[key], "reminded", "not_sent"))
        for id, key in (work.session.execute(rows) if told else ())
        if told[key].state == "sent" or told[key].state in GIVEN_UP
    ]
    records.update(work, REMINDERS, updates)


def _greetings(work: Work, told: Mapping[str, Outcome]) -> None:
    rows = select(Greeting.id, Greeting.key).where(Greeting.key.in_(list(told)))
    updates = [
        records.Update(id, _values(told[key], "sent", "refused") | _sent_on(work, told[key]))
        for id, key in (work.session.execute(rows) if told else ())
        if told[key].state == "sent" or told[key].state in GIVEN_UP
    ]
    records.update(work, GREETINGS, updates)


def _sent_on(work: Work, outcome: Outcome) -> dict[str, Any]:
    return {"sent_on": today(work)} if outcome.state == "sent" else {}


def _values(outcome: Outcome, sent: str, not_sent: str) -> dict[str, Any]:
    if outcome.state == "sent":
        return {"state": sent, "channel": outcome.channel, "reason": None}
    reason = outcome.reason or outcome.state
    return {"state": not_sent, "channel": outcome.channel, "reason": reason if reason in REASONS else "other"}
