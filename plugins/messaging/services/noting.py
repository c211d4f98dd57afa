"""What became of messages is written into the log, and told to other plugins once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from core.plugin_api import Work, get_setting, one_at_a_time
from plugins.messaging.models import UNTOLD, Entry
from plugins.messaging.services import returned
from plugins.messaging.services.asking import WHOLE, outcome_of
from plugins.messaging.services.contract import Channel, Delivery, Sent
from plugins.messaging.services.hooks import message_outcomes

Row = Any
"""A row of the log."""

ENDED = ("sent", "unknown", "refused", "failed", "bounced")
LONGEST = 500
WAITS = (60, 300, 1_800, 7_200, 21_600)
"""Seconds before the second, third ... attempt; the last of them before each one more."""
LOST_AFTER = timedelta(minutes=10)
"""Nobody asks a channel for so long: the job that began it was killed before."""
TOLD_AT_ONCE = 1_000


def change(work: Work, id: int, **values: Any) -> None:
    """Change one row."""
    work.session.execute(update(Entry).where(Entry.id == id).values(values))


def note(work: Work, id: int, channel: Channel, delivery: Delivery, sent: Sent) -> None:
    """Note an attempt. It may have been given up for lost meanwhile: who asked the channel knows."""
    known = select(Entry.state, Entry.attempts, Entry.tried).where(
        Entry.id == id, Entry.state.in_(("queued", "sending", "unknown"))
    )
    row = work.session.execute(known).one_or_none()
    if row is None:
        return
    if sent.state == "bounced":
        mark = channel.mark_of(delivery.address)
        returned.note(work, [(channel.name, mark, sent.detail)])
    values: dict[str, Any] = {"detail": sent.detail[:LONGEST] or None, "at": work.now, "told_at": None}
    if sent.state in ("sent", "unknown"):
        reason = None if sent.state == "sent" else "maybe"
        texts = {name: getattr(delivery, name) for name in ("address", "subject", "body", "language")}
        values |= {"state": sent.state, "remote": sent.remote or None, "reason": reason, **texts}
        values["channel"] = channel.name
    elif sent.state == "retry" and row.attempts < get_setting(work, "messaging.most_attempts"):
        wait = WAITS[max(0, min(row.attempts, len(WAITS)) - 1)]
        values |= {"state": "queued", "due_at": work.now + timedelta(seconds=wait)}
        if row.state == "queued":
            values["attempts"] = row.attempts + 1
    else:
        # The next channel, if there is one, is tried at once; else this was the last word.
        tried = [*(row.tried or ()), channel.name]
        values |= {"state": "queued", "due_at": work.now, "tried": tried, "attempts": 0}
        values["reason"] = sent.state if sent.state == "bounced" else None
    change(work, id, **values)


def lost_of(work: Work, job: int) -> None:
    """What this job was sending when an earlier attempt at it ended: nobody knows whether it went out."""
    _give_up(work, Entry.job == job)


def lost(work: Work) -> None:
    """What jobs were sending that are not there any more."""
    _give_up(work, Entry.claimed_at < work.now - LOST_AFTER)


def _give_up(work: Work, which: Any) -> None:
    values = {"state": "unknown", "reason": "interrupted", "at": work.now, "told_at": None}
    work.session.execute(update(Entry).where(Entry.state == "sending", which).values(values))


def tell(work: Work) -> None:
    """Tell other plugins of what has ended, once for all; if one of them fails, it is told again later."""
    one_at_a_time(work.session, "messaging.tell")
    ended = select(*WHOLE).where(UNTOLD, Entry.state.in_(ENDED))
    rows = work.session.execute(ended.order_by(Entry.id).limit(TOLD_AT_ONCE)).all()
    if rows:
        ids = [row.id for row in rows]
        work.session.execute(update(Entry).where(Entry.id.in_(ids)).values(told_at=work.now))
        work.hooks.notify(message_outcomes, work=work, outcomes=tuple(map(outcome_of, rows)))
