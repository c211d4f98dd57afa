"""Checks of plugins, processes and jobs."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from core.contracts.doctor import Check, Finding
from core.data.models import PluginState, Process, QueuedJob, ScheduleState
from core.data.models.job import DEAD, IS_RUNNING, IS_WAITING
from core.labels import translations
from core.services.plugins import states
from core.services.processes import DEAD_AFTER
from core.services.work import Work

_ = translations("core")

SLOW_EXCHANGE = timedelta(minutes=2)
LATE = timedelta(minutes=15)
OVERDUE = timedelta(hours=1)
RUN_WORKER = _("Run guanxi worker, or set serve_worker to yes and start the server again.")


def plugins(work: Work) -> Finding | None:
    """Enabled ones that do not run."""
    stopped = [each for each in work.app.plugins.stopped.values() if not work.app.plugins.safe]
    if not stopped:
        return None
    listed = "; ".join(f"{each.name}: {each.reason}" for each in stopped)
    fix = next((each.fix for each in stopped if each.fix), _("See guanxi plugin list."))
    return Finding(text=_("Enabled plugins do not run: {reasons}").fill(reasons=listed), fix=fix)


def paused(work: Work) -> Finding | None:
    """Those that Guanxi has disabled itself."""
    columns = PluginState.name, PluginState.paused_because
    found = work.session.execute(select(*columns).where(PluginState.paused_because != "")).all()
    if not found:
        return None
    listed = "; ".join(f"{name}: {reason}" for name, reason in found)
    fix = _("Mend it, then run guanxi plugin enable {name}.").fill(name=found[0].name)
    return Finding(text=_("Plugins were paused: {reasons}").fill(reasons=listed), fix=fix)


def outdated(work: Work) -> Finding | None:
    """Processes that still run the plugins of yesterday."""
    with work.app.database.reading() as connection:
        present = states.generation(connection)
    alive = Process.heartbeat_at >= work.now - DEAD_AFTER
    old = Process.generation < present, Process.started_at < work.now - SLOW_EXCHANGE
    found = work.session.execute(select(Process.host, Process.pid).where(alive, *old)).all()
    if not found:
        return None
    names = ", ".join(f"{host}:{pid}" for host, pid in found)
    text = _("Processes still run the plugins as they were: {names}.").fill(names=names)
    return Finding(text=text, fix=_("Start them again."))


def dead(work: Work) -> Finding | None:
    """Processes that were killed and did not begin anew."""
    gone = Process.heartbeat_at < work.now - DEAD_AFTER
    found = work.session.execute(select(Process.role, Process.host, Process.pid).where(gone)).all()
    if not found:
        return None
    names = ", ".join(f"{role} {host}:{pid}" for role, host, pid in found)
    text = _("Processes ended without saying so: {names}.").fill(names=names)
    return Finding(text=text, fix=_("Start the server or worker again, if it is to run."), severity="advice")


def hosts(work: Work) -> Finding | None:
    """SQLite belongs to one machine."""
    alive = Process.heartbeat_at >= work.now - DEAD_AFTER
    found = sorted(set(work.session.scalars(select(Process.host).where(alive))))
    if work.app.database.kind != "sqlite" or len(found) < 2:
        return None
    text = _("Several machines use the same SQLite database: {names}.").fill(names=", ".join(found))
    return Finding(text=text, fix=_("Use PostgreSQL: guanxi db move"))


def queue(work: Work) -> Finding | None:
    """Jobs that are due and that nobody does."""
    due = select(func.min(QueuedJob.due_at), func.count()).where(IS_WAITING, QueuedJob.due_at <= work.now)
    oldest, count = work.session.execute(due).one()
    if oldest is None or work.now - oldest < LATE:
        return None
    minutes = round((work.now - oldest).total_seconds() / 60)
    text = _("{count} jobs wait, the oldest for {minutes} minutes.").fill(count=count, minutes=minutes)
    return Finding(text=text, fix=RUN_WORKER)


def dead_jobs(work: Work) -> Finding | None:
    """Jobs that failed too often."""
    found = select(QueuedJob.name, func.count()).where(QueuedJob.state == DEAD).group_by(QueuedJob.name)
    rows = work.session.execute(found.order_by(QueuedJob.name)).all()
    if not rows:
        return None
    listed = ", ".join(f"{name} ({count})" for name, count in rows)
    fix = _("See guanxi jobs list --state dead, then guanxi jobs retry or discard.")
    return Finding(text=_("Jobs have failed for good: {names}.").fill(names=listed), fix=fix)


def hung_jobs(work: Work) -> Finding | None:
    """Jobs whose worker died, and that nobody has put back."""
    lost = QueuedJob.lease_until < work.now - LATE
    count = work.session.scalar(select(func.count()).select_from(QueuedJob).where(IS_RUNNING, lost))
    if not count:
        return None
    return Finding(text=_("{count} jobs lost their worker.").fill(count=count), fix=RUN_WORKER)


def schedules(work: Work) -> Finding | None:
    """What is due at fixed times, and is not begun."""
    late = ScheduleState.next_at < work.now - OVERDUE
    found = sorted(set(work.session.scalars(select(ScheduleState.job).where(late))))
    if not found:
        return None
    return Finding(text=_("Schedules are overdue: {names}.").fill(names=", ".join(found)), fix=RUN_WORKER)


CHECKS = (
    Check(name="core.plugins", title=_("Plugins that run"), look=plugins),
    Check(name="core.paused_plugins", title=_("Plugins that were paused"), look=paused),
    Check(name="core.outdated_processes", title=_("Processes with old plugins"), look=outdated),
    Check(name="core.dead_processes", title=_("Processes that died"), look=dead),
    Check(name="core.machines", title=_("Machines that use the database"), look=hosts),
    Check(name="core.job_queue", title=_("Age of waiting jobs"), look=queue),
    Check(name="core.dead_jobs", title=_("Jobs that failed for good"), look=dead_jobs),
    Check(name="core.hung_jobs", title=_("Jobs without a worker"), look=hung_jobs),
    Check(name="core.schedules", title=_("Schedules that are overdue"), look=schedules),
)
