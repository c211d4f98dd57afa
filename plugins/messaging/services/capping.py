"""Caps: how many messages a person gets within some days, of one purpose and of all together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from core.plugin_api import Work
from plugins.messaging.models import Entry
from plugins.messaging.services.contract import Kind, Person, Purpose
from plugins.messaging.services.groups import groups
from plugins.messaging.services.people import ids_of
from plugins.messaging.services.settings_of import EVERY, Limits

COUNTED = ("sent", "sending", "unknown")
COLUMNS: Mapping[Kind, Any] = MappingProxyType(
    {"customer": Entry.customer_id, "contact": Entry.contact_id, "user": Entry.user_id}
)


@dataclass(frozen=True, slots=True)
class Capped:
    """Until when people have had enough."""

    ends: Mapping[Person, datetime]

    def until(self, person: Person) -> datetime | None:
        """When the person may be told something again; None: now."""
        return self.ends.get(person)


def capped(work: Work, people: Sequence[Person], purpose: Purpose, limits: Limits) -> Capped:
    """What the caps say, from the log."""
    ends: dict[Person, datetime] = {}
    rules = {name: limits.caps[name] for name in (purpose.name, EVERY) if name in limits.caps}
    if purpose.uncapped or not rules:
        return Capped(ends)
    longest = max(days for _most, days in rules.values())
    for person, times in _times(work, people, work.now - timedelta(days=longest)).items():
        found = (_end(work.now, times, name, *rule) for name, rule in rules.items())
        if latest := max((end for end in found if end), default=None):
            ends[person] = latest
    return Capped(ends)


def _end(
    now: datetime, times: Sequence[tuple[datetime, str]], name: str, most: int, days: int
) -> datetime | None:
    """When fewer than `most` lie within the days before; None if that is so now."""
    span = timedelta(days=days)
    of_it = sorted(at for at, purpose in times if name in (EVERY, purpose) and at > now - span)
    if len(of_it) < most:
        return None
    return (of_it[-most] if most else now) + span


def _times(
    work: Work, people: Sequence[Person], since: datetime
) -> Mapping[Person, Sequence[tuple[datetime, str]]]:
    """When people were told something of what purpose."""
    found: dict[Person, list[tuple[datetime, str]]] = defaultdict(list)
    for person, at, purpose in _rows(work, people, since):
        found[person].append((at, purpose))
    return found


def _rows(work: Work, people: Sequence[Person], since: datetime) -> Iterator[tuple[Person, datetime, str]]:
    for kind, column in COLUMNS.items():
        for part in groups(ids_of(people, kind)):
            counted = (Entry.kind == kind, Entry.state.in_(COUNTED), Entry.at > since)
            rows = select(column, Entry.at, Entry.purpose).where(column.in_(part), *counted)
            for id, at, purpose in work.session.execute(rows):
                yield Person(kind, id), at, purpose
