"""Every minute: what was lost is given up, what is due and has no job gets one, reminders are planned."""

from __future__ import annotations

from sqlalchemy import select

from core.plugin_api import JobRun
from plugins.messaging.models import UNTOLD, Entry
from plugins.messaging.services import digesting, reminding
from plugins.messaging.services.noting import ENDED, lost
from plugins.messaging.services.queueing import DELIVER

TICK = "messaging.tick"


def tick(run: JobRun) -> None:
    """The job. It reads first: a minute in which nothing is due writes nothing."""
    with run.work("lost") as work:
        lost(work)
        due = select(Entry.id).where(Entry.state == "queued", Entry.due_at <= work.now).limit(1)
        untold = select(Entry.id).where(UNTOLD, Entry.state.in_(ENDED)).limit(1)
        if work.session.scalar(due) or work.session.scalar(untold):
            work.enqueue(DELIVER, key="tick")
    with run.work("reminders") as work:
        reminding.look(work)
        digesting.look(work)
