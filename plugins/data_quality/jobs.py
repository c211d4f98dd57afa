"""The jobs of data quality."""

from __future__ import annotations

from core.plugin_api import Job, Schedule, translations
from plugins.data_quality.services.beginning import EXAMINE
from plugins.data_quality.services.finding_all import examine_all

_ = translations("data_quality")

JOBS = (
    Job(
        name=EXAMINE,
        title=_("Examine all customers and find duplicates"),
        run=examine_all,
        seconds=3_600,
        permission="data_quality.examine",
    ),
)
SCHEDULES = (Schedule(job=EXAMINE, cron="40 3 * * *"),)
