"""The jobs of sales."""

from __future__ import annotations

from core.plugin_api import Job, Schedule, translations
from plugins.sales.services.clock import run
from plugins.sales.services.names import CLOCK

_ = translations("sales")

RUN = "sales.clock.run"

JOBS = (Job(name=CLOCK, title=_("Look after leads that wait"), run=run, seconds=600, permission=RUN),)
# Unanswered leads have jobs of their own, at their minute; this is for those that wait for a person.
SCHEDULES = (Schedule(job=CLOCK, cron="*/15 * * * *"),)
