"""What core does later, or at fixed times."""

from __future__ import annotations

from core.contracts.jobs import Job, Schedule
from core.labels import translations
from core.services import reindexing, trash
from core.services.bulk import requesting
from core.services.jobs import cleaning
from core.services.undo import job, managing

_ = translations("core")

JOBS: tuple[Job, ...] = (
    Job(
        name="core.empty_trash",
        title=_("Delete for good what was in the trash long enough"),
        run=trash.run,
        seconds=3600,
    ),
    Job(name=requesting.JOB, title=_("Change or delete many records"), run=requesting.run, seconds=21_600),
    Job(name=managing.JOB, title=_("Undo what was done at once"), run=job.run, seconds=21_600),
    Job(name=reindexing.JOB, title=_("Make the search index anew"), run=reindexing.run, seconds=3600),
    Job(
        name="core.tidy_up",
        title=_("Delete old jobs, and old answers to repeated requests"),
        run=cleaning.tidy_up,
        seconds=600,
    ),
)
SCHEDULES: tuple[Schedule, ...] = (
    Schedule(job="core.empty_trash", cron="41 2 * * *"),
    Schedule(job="core.tidy_up", cron="17 3 * * *"),
)
