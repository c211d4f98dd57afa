"""Checks of backups: whether there are any, and whether anybody has tried one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from core.contracts.doctor import Check, Finding, Severity
from core.data.models import JournalEntry
from core.labels import translations
from core.services.backup import noting
from core.services.work import Work

_ = translations("core")

OLD = timedelta(days=7)
OLD_DRILL = timedelta(days=35)
NEW = timedelta(days=2)
"""An installation that young may have no backup yet."""

BACK_UP = _("Run guanxi backup FILE.zip every night, and keep the file on another machine.")
DRILL = _("Run guanxi backup-verify FILE.zip, and restore a backup into an empty folder now and then.")


def backup(work: Work) -> Finding | None:
    """The newest one."""
    last = noting.read(work.session, noting.BACKUP)
    if last is None:
        return Finding(text=_("There has never been a backup."), fix=BACK_UP, severity=_how_bad(work))
    if work.now - last <= OLD:
        return None
    text = _("The last backup is {days} days old.").fill(days=(work.now - last).days)
    return Finding(text=text, fix=BACK_UP)


def drill(work: Work) -> Finding | None:
    """A backup that nobody has tried may be none."""
    found = [noting.read(work.session, what) for what in (noting.VERIFIED, noting.RESTORED)]
    last = max((moment for moment in found if moment), default=None)
    if last is None:
        text = _("No backup has ever been verified or restored.")
        return Finding(text=text, fix=DRILL, severity="advice")
    if work.now - last <= OLD_DRILL:
        return None
    text = _("The last time that a backup was tried was {days} days ago.").fill(days=(work.now - last).days)
    return Finding(text=text, fix=DRILL, severity="advice")


def _how_bad(work: Work) -> Severity:
    """For a new installation it is no problem yet."""
    first = work.session.scalar(select(JournalEntry.at).order_by(JournalEntry.id).limit(1))
    return "problem" if first and work.now - first > NEW else "advice"


CHECKS = (
    Check(name="core.backup", title=_("Age of the last backup"), look=backup),
    Check(name="core.backup_drill", title=_("Last trial of a backup"), look=drill),
)
