"""The jobs and schedules that owners declare: each its own, each such that it can happen."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.contracts import hookspecs
from core.contracts.jobs import Job, Schedule
from core.errors import PluginFault
from core.formats.cron import Cron, CronError
from core.host import conflicts
from core.host.conflicts import Collected, by_name
from core.labels import translations

_ = translations("core")

LONGEST_NAME = 100
JOBS, SCHEDULES = hookspecs.jobs.__name__, hookspecs.schedules.__name__

BAD_NAME = _("The job {name} cannot be called so.")
SMALL_LETTERS = _("Call it {owner}.verb, in small letters, digits and _, in at most {limit} characters.")
NO_LIMIT = _("The job {name} needs at least one attempt and a time limit above 0 seconds.")
NO_PERMISSION = _("The job {name} needs the permission {permission}, which nobody declares.")
DECLARE = _("Declare it with the hook permissions.")
NO_JOB = _("It schedules the job {name}, which it does not declare.")
BAD_CRON = _("The job {name} is scheduled at {cron}, which cannot be: {error}.")
FIVE_FIELDS = _("Write minute, hour, day, month and weekday, such as 30 2 * * mon-fri.")
NO_ZONE = _("The job {name} is scheduled in the time zone {zone}, which nobody knows.")
NAME_ZONE = _("Write one such as Asia/Shanghai, or none for the company's.")


def jobs(found: Collected[Job], permissions: Container[str]) -> Mapping[str, Job]:
    """The jobs by name; raises PluginFault for one that cannot be."""
    found = list(found)
    conflicts.check_own(JOBS, conflicts.JOB, ((owner, job.name) for owner, job in found))
    for owner, job in found:
        _check_job(owner, job, permissions)
    return by_name(JOBS, conflicts.JOB, found)


def _check_job(owner: str, job: Job, permissions: Container[str]) -> None:
    prefix, _dot, verb = job.name.partition(".")
    if prefix != owner or not conflicts.CODE.fullmatch(verb) or len(job.name) > LONGEST_NAME:
        fix = SMALL_LETTERS.fill(owner=owner, limit=LONGEST_NAME)
        raise PluginFault(owner, JOBS, why=BAD_NAME.fill(name=job.name), fix=fix)
    if job.attempts < 1 or not job.seconds > 0:
        raise PluginFault(owner, JOBS, why=NO_LIMIT.fill(name=job.name))
    if job.permission and job.permission not in permissions:
        why = NO_PERMISSION.fill(name=job.name, permission=job.permission)
        raise PluginFault(owner, JOBS, why=why, fix=DECLARE)


def schedules(found: Iterable[tuple[str, Schedule]], jobs: Mapping[str, Job]) -> Iterator[Schedule]:
    """The schedules; raises PluginFault for one that never happens, or is about a job of somebody else."""
    for owner, item in found:
        if item.job not in jobs or item.job.partition(".")[0] != owner:
            raise PluginFault(owner, SCHEDULES, why=NO_JOB.fill(name=item.job))
        try:
            Cron.parse(item.cron)
        except CronError as error:
            why = BAD_CRON.fill(name=item.job, cron=item.cron, error=error)
            raise PluginFault(owner, SCHEDULES, why=why, fix=FIVE_FIELDS) from error
        _check_zone(owner, item)
        yield item


def _check_zone(owner: str, item: Schedule) -> None:
    try:
        if item.time_zone:
            ZoneInfo(item.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        why = NO_ZONE.fill(name=item.job, zone=item.time_zone)
        raise PluginFault(owner, SCHEDULES, why=why, fix=NAME_ZONE) from error
