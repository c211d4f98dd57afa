"""The jobs of the pack."""

from __future__ import annotations

from core.plugin_api import Job, Schedule, translations
from industry_packs.auto_dealer.services.calls.daily import hand_late_ones_over
from industry_packs.auto_dealer.services.names import DAILY, LATE_CALLS, RUN, TELL
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
    Job(
        name=LATE_CALLS,
        title=_("Hand calls that nobody made to managers"),
        run=hand_late_ones_over,
        seconds=3_600,
        permission=RUN,
    ),
)
SCHEDULES = (Schedule(job=DAILY, cron="45 5 * * *"), Schedule(job=LATE_CALLS, cron="50 6 * * *"))
