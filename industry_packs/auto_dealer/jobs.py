"""The jobs of the pack."""

from __future__ import annotations

from core.plugin_api import Job, Schedule, translations
from industry_packs.auto_dealer.services.names import DAILY, RUN, TELL
from industry_packs.auto_dealer.services.recalls.telling import tell
from industry_packs.auto_dealer.services.repurchase.daily import daily

_ = translations("auto_dealer")

JOBS = (
    Job(
        name=TELL,
        title=_("Tell owners of a recall"),
        run=tell,
        seconds=3_600,
        permission="auto_dealer.recalls.edit",
    ),
    Job(name=DAILY, title=_("See who may buy a car again"), run=daily, seconds=3_600, permission=RUN),
)
SCHEDULES = (Schedule(job=DAILY, cron="45 5 * * *"),)
