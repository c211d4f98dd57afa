"""A schedule: a job at fixed times, once for the whole installation."""

# /// guanxi-plugin
# title = "Monday meeting"
# version = "1.0"
# ///

from collections.abc import Iterable

from core.plugin_api import Job, JobRun, Schedule, hookimpl, records, translations

_ = translations("schedules")


@hookimpl()
def jobs() -> Iterable[Job]:
    """What is to be done."""
    return [Job(name="schedules.prepare", title=_("Prepare the meeting"), run=prepare)]


@hookimpl()
def schedules() -> Iterable[Schedule]:
    """Mondays at half past seven in Shanghai; without a time zone it is the company's."""
    return [Schedule(job="schedules.prepare", cron="30 7 * * mon", time_zone="Asia/Shanghai")]


def prepare(run: JobRun) -> None:
    """One task for each Monday."""
    with run.work() as work:
        if run.once(work, "task"):
            records.create(work, "activities", [{"type": "task", "subject": _("Prepare the meeting")}])
