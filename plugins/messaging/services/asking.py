"""What the log knows of messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import inspect, select

from core.plugin_api import Work
from plugins.messaging.models import Entry
from plugins.messaging.services.contract import Outcome, Person
from plugins.messaging.services.groups import groups

COLUMNS = (
    *(Entry.id, Entry.key, Entry.state, Entry.kind, Entry.customer_id, Entry.contact_id, Entry.user_id),
    *(
        Entry.purpose,
        Entry.template,
        Entry.channel,
        Entry.reason,
        Entry.at,
        Entry.about_resource,
        Entry.about,
    ),
)
WHOLE: Sequence[Any] = [getattr(Entry, item.key) for item in inspect(Entry).column_attrs]
"""Every column of the log."""


def sent_to(work: Work, keys: Sequence[str]) -> Mapping[str, Outcome]:
    """How messages stand, by their keys; keys that nobody queued are not in the answer."""
    found: dict[str, Outcome] = {}
    for part in groups(list(dict.fromkeys(keys))):
        rows = work.session.execute(select(*COLUMNS).where(Entry.key.in_(part)))
        found |= {row.key: outcome_of(row) for row in rows}
    return found


def outcome_of(row: Any) -> Outcome:
    """A row of the log for other plugins."""
    return Outcome(
        key=row.key,
        state=row.state,
        person=person_of(row),
        purpose=row.purpose,
        template=row.template,
        channel=row.channel,
        reason=row.reason or "",
        at=row.at,
        record=(row.about_resource, row.about) if row.about_resource else None,
    )


def person_of(row: Any) -> Person:
    """Whom a row is for; 0 stands for somebody who is gone."""
    ids = {"customer": row.customer_id, "contact": row.contact_id, "user": row.user_id}
    return Person(row.kind, ids[row.kind] or 0)
