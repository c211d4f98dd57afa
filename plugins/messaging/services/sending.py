"""Sending, by a job: what is due is looked at once more, claimed, sent, and noted.

A message is `sending` on disk before its channel is asked, and that is committed. If the process dies then,
nobody knows whether it went out: the message becomes `unknown` and waits for a person, and is never sent
again by itself. Channels that write into our own database do so in the transaction that says `sent`.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.plugin_api import GuanxiError, JobRun, Work, one_at_a_time
from plugins.messaging.models import Entry
from plugins.messaging.services.asking import WHOLE, person_of
from plugins.messaging.services.catalogue import channels_of, purposes_of
from plugins.messaging.services.contract import Channel, Delivery, Reach, Sent
from plugins.messaging.services.noting import Row, change, lost_of, note, tell
from plugins.messaging.services.queueing import DELIVER
from plugins.messaging.services.reaching import Found, find
from plugins.messaging.services.writing import Unfillable, deliveries

BATCH = 300
SECONDS = 60.0
"""After so long the rest is left to a job of its own: nobody else's jobs wait for long."""
LOOK_SECONDS = 15.0
"""After so long it is looked again: what is urgent does not wait for 300 slow mails."""
LOCK = "messaging.claim"


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that has been claimed, or written: nothing but asking its channel is left."""

    row: Row
    channel: Channel
    delivery: Delivery
    prepared: Any


def deliver(run: JobRun) -> dict[str, int]:
    """The job: send what is due. Answers how many messages were looked at."""
    with run.work("lost") as work:
        lost_of(work, run.id)
    end, done = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        with run.work("look") as work:
            looked, sendable = _look(work)
        look_again = min(end, time.monotonic() + LOOK_SECONDS)
        for id in sendable:
            run.stop_if_wanted()
            _send_one(run, id)
            if time.monotonic() > look_again:
                break
        tell_others(run)
        done += looked
        if not looked:
            return {"looked_at": done}
    with run.work("go on") as work:
        work.enqueue(DELIVER, key=f"after {run.id} {run.attempt}")
    return {"looked_at": done}


def tell_others(run: JobRun) -> None:
    """Tell other plugins what became of messages, in a transaction of its own."""
    with run.work("outcomes") as work:
        tell(work)


def _due(work: Work, ids: Sequence[int] = ()) -> list[Row]:
    """Messages that are due, those to colleagues first, then the oldest; of one person only the first: caps
    count one by one. Nobody takes them back meanwhile.
    """
    due = select(*WHOLE).where(Entry.state == "queued", Entry.due_at <= work.now)
    if ids:
        due = due.where(Entry.id.in_(ids))
    due = due.order_by(Entry.due_at, Entry.id).with_for_update(of=Entry, skip_locked=True)
    rows = [
        row
        for whose in (Entry.user_id.is_not(None), Entry.user_id.is_(None))
        for row in work.session.execute(due.where(whose).limit(BATCH))
    ][:BATCH]
    first: dict[Any, Row] = {}
    for row in rows:
        first.setdefault((row.kind, row.customer_id, row.contact_id, row.user_id), row)
    return list(first.values())


def _look(work: Work) -> tuple[int, list[int]]:
    """Settle what cannot be sent now, write what ends in our own database; answers how many, and the rest."""
    _lock(work)
    rows = _due(work)
    found = reaches(work, rows)
    by_channel: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        channel = found[row.id].reach.channel
        if channel is None:
            _settle(work, row, found[row.id].reach)
        else:
            by_channel[channel].append(row)
    known, sendable = channels_of(work), []
    for name, of_it in by_channel.items():
        if known[name].write:
            _write(work, known[name], of_it, found)
        else:
            sendable += [row.id for row in of_it]
    return len(rows), sendable


def reaches(work: Work, rows: Sequence[Row]) -> Mapping[int, Found]:
    """By which channel each may be sent now, and where to; set-based for those that ask for the same."""
    groups: dict[tuple[str, tuple[str, ...]], list[Row]] = defaultdict(list)
    purposes = purposes_of(work)
    for row in rows:
        purpose = purposes.get(row.purpose)
        wanted = tuple(row.wanted or (purpose.channels if purpose else ()))
        groups[row.purpose, tuple(name for name in wanted if name not in (row.tried or ()))].append(row)
    found: dict[int, Found] = {}
    for (name, channels), of_it in groups.items():
        if name not in purposes:
            found |= {row.id: Found(Reach(None, "no_consent")) for row in of_it}
            continue
        # No channel left is not the same as none wanted.
        by_person = find(work, [person_of(row) for row in of_it], purposes[name], channels or ("",))
        found |= {row.id: by_person[person_of(row)] for row in of_it}
    return found


def _settle(work: Work, row: Row, reach: Reach) -> None:
    """It waits, or it is over: no channel has taken it, or it is not wanted."""
    if reach.until:
        change(work, row.id, due_at=reach.until, reason=reach.reason)
    elif row.tried:
        over = "bounced" if "bounced" in (row.reason, reach.reason) else "failed"
        change(work, row.id, state=over, reason=over, at=work.now, told_at=None)
    else:
        change(work, row.id, state="refused", reason=reach.reason, at=work.now, told_at=None)


def _write(work: Work, channel: Channel, rows: Sequence[Row], found: Mapping[int, Found]) -> None:
    """Channels of our own database: written and noted in one transaction, so exactly once."""
    assert channel.write is not None  # noqa: S101  # it was asked for
    made = deliveries(work, rows, found)
    good = {id: item for id, item in made.items() if isinstance(item, Delivery)}
    for id, item in made.items():
        if isinstance(item, Unfillable):
            change(work, id, state="failed", reason="template", detail=item.why, at=work.now, told_at=None)
    try:
        with work.session.begin_nested():
            channel.write(work, list(good.values()))
            for id, delivery in good.items():
                note(work, id, channel, delivery, Sent("sent"))
    except GuanxiError:
        _write_each(work, channel, good)


def _write_each(work: Work, channel: Channel, good: Mapping[int, Delivery]) -> None:
    """One of many cannot be written: the others are."""
    assert channel.write is not None  # noqa: S101
    for id, delivery in good.items():
        try:
            with work.session.begin_nested():
                channel.write(work, [delivery])
                note(work, id, channel, delivery, Sent("sent"))
        except GuanxiError as error:
            note(work, id, channel, delivery, Sent("failed", str(error)))


def _send_one(run: JobRun, id: int) -> None:
    """Claim one, ask its channel, note what became of it."""
    with run.work("claim") as work:
        ready = _claim(work, id, run.id)
    if ready is None:
        return
    assert ready.channel.send is not None  # noqa: S101  # else it was written before
    try:
        sent = ready.channel.send(ready.prepared, ready.delivery)
    except Exception as error:
        _note(run, ready, Sent("unknown", f"{type(error).__name__}: {error}"))
        raise
    _note(run, ready, sent)


def _note(run: JobRun, ready: Ready, sent: Sent) -> None:
    """Note it even if this process is to end, or the job is no longer its own: what was sent was sent."""
    with run.app.work(run.actor(), run.cause) as work:
        note(work, ready.row.id, ready.channel, ready.delivery, sent)


def _claim(work: Work, id: int, job: int) -> Ready | None:
    """Look again, and write that it is being sent; None if it is not to be sent any more, or not now."""
    _lock(work)
    rows = _due(work, [id])
    found = reaches(work, rows)
    row = next((row for row in rows if found[row.id].reach.channel), None)
    if row is None:
        return None
    channel = channels_of(work)[found[row.id].reach.channel or ""]
    made = deliveries(work, [row], found)[row.id]
    if channel.send is None:
        return None
    if isinstance(made, Unfillable):
        change(work, id, state="failed", reason="template", detail=made.why, at=work.now, told_at=None)
        return None
    try:
        prepared = channel.prepare(work) if channel.prepare else None
    except GuanxiError as error:
        note(work, id, channel, made, Sent("retry", str(error)))
        return None
    change(
        work,
        id,
        state="sending",
        channel=channel.name,
        address=made.address,
        subject=made.subject,
        body=made.body,
        language=made.language,
        attempts=row.attempts + 1,
        reason=None,
        claimed_at=work.now,
        at=work.now,
        job=job,
    )
    return Ready(row, channel, made, prepared)


def _lock(work: Work) -> None:
    """One claims after another, so that two workers do not pass one cap at once."""
    one_at_a_time(work.session, LOCK)
