"""The jobs of messaging."""

from __future__ import annotations

from core.plugin_api import Job, Schedule, translations
from plugins.messaging.services.queueing import DELIVER
from plugins.messaging.services.sending import deliver
from plugins.messaging.services.ticking import TICK, tick

_ = translations("messaging")

JOBS = (
    Job(name=DELIVER, title=_("Send messages"), run=deliver, seconds=420, permission="messaging.log.decide"),
    Job(
        name=TICK,
        title=_("Look for messages and reminders that are due"),
        run=tick,
        seconds=120,
        permission="messaging.log.decide",
    ),
)
SCHEDULES = (Schedule(job=TICK, cron="* * * * *"),)
