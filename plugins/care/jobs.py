"""The jobs of care."""

from __future__ import annotations

from core.plugin_api import Job, Schedule, translations
from plugins.care.services.daily import daily, recompute_all, refresh
from plugins.care.services.names import DAILY, RECOMPUTE, REFRESH

_ = translations("care")

RUN = "care.run"

JOBS = (
    Job(name=DAILY, title=_("Remind of what is due"), run=daily, seconds=3_600, permission=RUN),
    Job(name=REFRESH, title=_("Work out what has changed"), run=refresh, seconds=3_600, permission=RUN),
    Job(name=RECOMPUTE, title=_("Work out all due dates"), run=recompute_all, seconds=7_200, permission=RUN),
)
SCHEDULES = (Schedule(job=DAILY, cron="30 6 * * *"),)
