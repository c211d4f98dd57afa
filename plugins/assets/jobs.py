"""The jobs of assets."""

from __future__ import annotations

from core.plugin_api import Job, Schedule, translations
from plugins.assets.services.following import RESCAN
from plugins.assets.services.rescanning import run_again

_ = translations("assets")

JOBS = (
    Job(
        name=RESCAN,
        title=_("Judge readings again"),
        run=run_again,
        seconds=3_600,
        permission="assets.readings.edit",
    ),
)
SCHEDULES = (Schedule(job=RESCAN, cron="5 0 * * *"),)
