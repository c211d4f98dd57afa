"""The day's list: what is due today or overdue, in the morning of whoever wants it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from core.plugin_api import Activity, Customer, User, Work, get_setting
from plugins.messaging.models import Preference
from plugins.messaging.services.asking import sent_to
from plugins.messaging.services.contract import Message
from plugins.messaging.services.groups import groups
from plugins.messaging.services.own_templates import DIGEST
from plugins.messaging.services.queueing import queue

WITHIN = timedelta(hours=2)
"""After the time of day: a machine that was off in the morning sends it late, but not at night."""
MOST = 50


def look(work: Work) -> None:
    """Queue the lists whose time has come; each day's once."""
    at = time.fromisoformat(get_setting(work, "messaging.digest_at"))
    zone = get_setting(work, "core.time_zone")
    days = {user: there for user, there in _readers(work, zone) if _is_time(there, at)}
    keys = {user: f"messaging.digest:{user}:{there:%Y%m%d}" for user, there in days.items()}
    known = sent_to(work, list(keys.values()))
    wanted = {user: days[user] for user, key in keys.items() if key not in known}
    found = _activities(work, wanted)
    queue(work, [_message(keys[user], user, days[user], rows) for user, rows in found.items()])


def _readers(work: Work, company: str) -> list[tuple[int, datetime]]:
    """Who wants it, and what time it is where he is."""
    wanted = select(User.id, User.time_zone).join(Preference, Preference.user_id == User.id)
    rows = work.session.execute(wanted.where(Preference.digest.is_(True), User.active.is_(True)))
    return [(row.id, work.now.astimezone(ZoneInfo(row.time_zone or company))) for row in rows]


def _is_time(there: datetime, at: time) -> bool:
    begins = datetime.combine(there.date(), at, there.tzinfo)
    return begins <= there < begins + WITHIN


def _activities(work: Work, days: Mapping[int, datetime]) -> Mapping[int, Sequence[Any]]:
    """What is planned until the end of the day, by owner; one statement for all whose day ends together."""
    ends: dict[datetime, list[int]] = defaultdict(list)
    for user, there in days.items():
        ends[datetime.combine(there.date() + timedelta(days=1), time(), there.tzinfo)].append(user)
    found: dict[int, list[Any]] = defaultdict(list)
    for end, users in ends.items():
        for part in groups(users):
            for row in work.session.execute(_planned(part, end)):
                found[row.owner_id].append(row)
    return found


def _planned(users: Sequence[int], end: datetime) -> Any:
    """The first activities of each of these users."""
    number = func.row_number().over(
        partition_by=Activity.owner_id, order_by=(Activity.happens_at, Activity.id)
    )
    planned = (
        select(Activity.id, number.label("number"))
        .where(Activity.owner_id.in_(users), Activity.status == "planned", Activity.happens_at < end)
        .subquery()
    )
    return (
        select(Activity.owner_id, Activity.happens_at, Activity.subject, Customer.name)
        .join(planned, planned.c.id == Activity.id)
        .join(Customer, Customer.id == Activity.customer_id, isouter=True)
        .where(planned.c.number <= MOST)
        .order_by(Activity.owner_id, Activity.happens_at, Activity.id)
    )


def _message(key: str, user: int, there: datetime, rows: Sequence[Any]) -> Message:
    lines = [_line(row, there) for row in rows]
    values = {"day": there.date(), "count": len(rows), "list": "\n".join(lines)}
    return Message(key=key, template=DIGEST, user=user, values=values, channels=("email", "in_app"))


def _line(row: Any, there: datetime) -> str:
    try:
        at = row.happens_at.astimezone(there.tzinfo)
    except OverflowError:  # on the first or last day of the calendar
        at = row.happens_at
    when = f"{at:%H:%M}" if at.date() == there.date() else f"{at:%Y-%m-%d %H:%M}"
    return f"{when}  {row.subject or ''}" + (f" ({row.name})" if row.name else "")
