"""Reminders of activities: in the application and by e-mail, at the minute that they are due, once.

Every minute the next minutes are looked at, and what is due in them is queued for its very moment; what is
made or moved meanwhile is queued at once. The key names activity, person, channel and moment, so nothing
is told twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select

from core.plugin_api import Activity, ActivityParticipant, Change, Customer, Work, get_settings
from plugins.messaging.models import Preference
from plugins.messaging.services.contract import Message
from plugins.messaging.services.groups import groups
from plugins.messaging.services.marks import mark_of, set_mark
from plugins.messaging.services.own_templates import REMINDER
from plugins.messaging.services.queueing import cancel, queue, renew
from plugins.messaging.services.reaching import CAUSE

AHEAD = timedelta(seconds=90)
"""A look each minute, and half a minute for a look that comes late."""
FIRST_LOOK = timedelta(hours=1)
LONGEST_SILENCE = timedelta(days=7)
"""What would have been due before that is past."""
CHANNELS = ("in_app", "email")
PLANNED = "planned"
LOOKED = "reminders"


@dataclass(frozen=True, slots=True)
class Due:
    """An activity of which somebody is to be reminded."""

    id: int
    type: str
    subject: str
    happens_at: datetime | None
    moment: datetime
    owner: int | None
    customer: int | None


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of the company."""

    lead: timedelta
    by_email: bool
    types: Mapping[str, Mapping[str, Any]]

    @classmethod
    def of(cls, work: Work) -> Rules:
        """As they are set."""
        known = get_settings(work, "messaging")
        types = known["messaging.remind_types"]
        sound = (
            {name: item for name, item in types.items() if isinstance(item, dict)}
            if isinstance(types, dict)
            else {}
        )
        lead = timedelta(minutes=known["messaging.remind_minutes"])
        return cls(lead, known["messaging.remind_by_email"], sound)

    def channels(self, kind: str, own: Any) -> Iterator[str]:
        """By which channels one user is reminded of a type; what he set himself comes first."""
        silent = {name.strip() for name in ((own and own.silent_types) or "").split(",")}
        wanted = {"in_app": own.in_app if own else True, "email": own.by_email if own else self.by_email}
        for channel in CHANNELS:
            if wanted[channel] and kind not in silent and self.types.get(kind, {}).get(channel) is not False:
                yield channel

    def moment(self, remind_at: datetime | None, happens_at: datetime | None) -> datetime | None:
        """When an activity reminds of itself."""
        return remind_at or (happens_at - self.lead if happens_at else None)


def look(work: Work) -> None:
    """Queue what is due until the next look, and what became due since the last one."""
    until = work.now + AHEAD
    since = max(mark_of(work, LOOKED) or work.now - FIRST_LOOK, work.now - LONGEST_SILENCE)
    if since < until:
        rules = Rules.of(work)
        _queue(work, list(_due(work, rules, since, until)), rules)
        set_mark(work, LOOKED, until)


def _due(work: Work, rules: Rules, since: datetime, until: datetime) -> Iterator[Due]:
    """Planned activities whose moment is after one and not after the other; each way has its index."""
    by_itself = and_(Activity.remind_at > since, Activity.remind_at <= until)
    by_start = and_(
        Activity.remind_at.is_(None),
        Activity.happens_at > since + rules.lead,
        Activity.happens_at <= until + rules.lead,
    )
    columns = (
        *(Activity.id, Activity.type, Activity.subject, Activity.happens_at, Activity.remind_at),
        *(Activity.owner_id, Activity.customer_id),
    )
    for which in (by_itself, by_start):
        found = select(*columns).where(which, Activity.status == PLANNED)
        for row in work.session.execute(found):
            moment = rules.moment(row.remind_at, row.happens_at)
            if moment:
                subject = row.subject or ""
                yield Due(row.id, row.type, subject, row.happens_at, moment, row.owner_id, row.customer_id)


def _queue(work: Work, due: Sequence[Due], rules: Rules) -> None:
    """One message for each person and channel."""
    if not due:
        return
    users = _users(work, due)
    own = _preferences(work, {user for found in users.values() for user in found})
    names = _names(work, [item.customer for item in due if item.customer is not None])
    messages = [
        Message(
            key=key_of(item.id, user, channel, item.moment),
            template=REMINDER,
            user=user,
            values={
                "subject": item.subject,
                "when": item.happens_at or item.moment,
                "customer": names.get(item.customer or 0, ""),
            },
            channels=(channel,),
            not_before=item.moment,
            record=("activities", item.id),
        )
        for item in due
        for user in users[item.id]
        for channel in rules.channels(item.type, own.get(user))
    ]
    renew(work, [message.key for message in messages])
    queue(work, messages)


def key_of(activity: int, user: int, channel: str, moment: datetime) -> str:
    """The key of a reminder."""
    return f"messaging.reminder:{activity}:{user}:{channel}:{moment:%Y%m%dT%H%M%S}"


def _users(work: Work, due: Iterable[Due]) -> Mapping[int, Sequence[int]]:
    """The owner and the users who take part, by activity."""
    found: dict[int, list[int]] = {item.id: [item.owner] if item.owner else [] for item in due}
    for part in groups(list(found)):
        taking = select(ActivityParticipant.activity_id, ActivityParticipant.user_id).where(
            ActivityParticipant.activity_id.in_(part), ActivityParticipant.user_id.is_not(None)
        )
        for activity, user in work.session.execute(taking):
            if user is not None:
                found[activity].append(user)
    return {id: list(dict.fromkeys(users)) for id, users in found.items()}


def _preferences(work: Work, users: Iterable[int]) -> Mapping[int, Any]:
    columns = (Preference.user_id, Preference.in_app, Preference.by_email, Preference.silent_types)
    found: dict[int, Any] = {}
    for part in groups(list(users)):
        rows = work.session.execute(select(*columns).where(Preference.user_id.in_(part)))
        found |= {row.user_id: row for row in rows}
    return found


def _names(work: Work, customers: Sequence[int]) -> Mapping[int, str]:
    found: dict[int, str] = {}
    for part in groups(customers):
        rows = work.session.execute(select(Customer.id, Customer.name).where(Customer.id.in_(part)))
        found |= {row.id: row.name or "" for row in rows}
    return found


def follow(work: Work, changes: Sequence[Change]) -> None:
    """Activities that were made, moved, done or deleted: what the last look has passed is seen to now."""
    with work.unlimited(CAUSE) as everything:
        looked = mark_of(everything, LOOKED)
        if looked is None or looked <= work.now:
            return
        rules = Rules.of(everything)
        near = [(change, before, after) for change in changes for before, after in [_moments(change, rules)]]
        moved = [
            each for each in near if each[1] != each[2] or _people(each[0].before) != _people(each[0].after)
        ]
        _take_back(everything, [(change, before) for change, before, _after in moved if before], looked)
        due = [
            _due_of(change, after)
            for change, _before, after in moved
            if after and work.now <= after <= looked
        ]
        _queue(everything, due, rules)


def _moments(change: Change, rules: Rules) -> tuple[datetime | None, datetime | None]:
    """When it reminded before, and when it does now."""

    def of(values: Mapping[str, Any] | None) -> datetime | None:
        if not values or values["status"] != PLANNED:
            return None
        return rules.moment(values["remind_at"], values["happens_at"])

    return of(change.before), of(change.after)


def _due_of(change: Change, moment: datetime) -> Due:
    after = change.after or {}
    return Due(
        change.id,
        after["type"],
        after["subject"] or "",
        after["happens_at"],
        moment,
        after["owner"],
        after["customer"],
    )


def _people(values: Mapping[str, Any] | None) -> set[int]:
    """The owner and the users who take part."""
    lines = (values or {}).get("participants") or ()
    named = (values or {}).get("owner"), *(line["user"] for line in lines)
    return {user for user in named if user}


def _take_back(work: Work, before: Sequence[tuple[Change, datetime]], looked: datetime) -> None:
    """Reminders that were queued for a moment that holds no more."""
    gone = [(change, moment) for change, moment in before if work.now <= moment <= looked]
    users: dict[int, set[int]] = defaultdict(set)
    for change, _moment in gone:
        users[change.id] = _people(change.before)
    cancel(
        work,
        [
            key_of(change.id, user, channel, moment)
            for change, moment in gone
            for user in users[change.id]
            for channel in CHANNELS
        ],
    )
