"""Checks of the database, whichever it is, and of SQLite."""

from __future__ import annotations

import time

from sqlalchemy import select

from core.contracts.doctor import Check, Finding
from core.data import generation
from core.data.health import pragmas
from core.data.models import JournalEntry, State
from core.data.owners import require_upgraded
from core.data.whole_sqlite import quick_problems
from core.errors import MigrationError
from core.labels import translations
from core.services import rights_generation
from core.services.moving.building import revisions_of, strangers
from core.services.plugins import upgrading
from core.services.work import Work

_ = translations("core")

LARGE_LOG = 512 * 2**20
LOOK_AT_PAGES = 1.0
"""Seconds; a larger database is looked at in part, and as a whole by backup-verify."""

AHEAD = 300
"""Seconds by which the newest change may be ahead of the clock: those of several machines differ."""

EMPTY_PART = 0.5
UPGRADE = _("Run guanxi db upgrade.")
WORST = _("Restore the newest backup that is whole, into another folder: guanxi restore")


def migrations(work: Work) -> Finding | None:
    """Tables of core and of enabled plugins, as new as their code."""
    database = work.app.database
    with database.reading() as connection:
        try:
            require_upgraded(connection)
        except MigrationError as error:
            return Finding(text=f"{error.message} {error.why}", fix=error.fix or UPGRADE)
    waiting = [each for each in upgrading.waiting(database, work.app.places) if each.is_enabled]
    behind = [each.name for each in waiting if each.revisions]
    if not behind:
        return None
    return Finding(
        text=_("The tables of {names} need an upgrade.").fill(names=", ".join(behind)), fix=UPGRADE
    )


def counters(work: Work) -> Finding | None:
    """The generations of rights and of plugins, without which processes keep stale rights."""
    there = set(work.session.scalars(select(State.name)))
    missing = sorted({rights_generation.NAME, generation.NAME} - there)
    if not missing:
        return None
    text = _("The counters {names} are missing: processes do not notice changes.")
    return Finding(text=text.fill(names=", ".join(missing)), fix=WORST)


def clock(work: Work) -> Finding | None:
    """Nothing was changed in the future."""
    newest = work.session.scalar(select(JournalEntry.at).order_by(JournalEntry.id.desc()).limit(1))
    ahead = (newest - work.now).total_seconds() if newest else 0
    if ahead <= AHEAD:
        return None
    text = _("The newest change is {seconds} seconds ahead of this machine's clock.")
    fix = _("Set the clock, and let it be kept right (NTP).")
    return Finding(text=text.fill(seconds=round(ahead)), fix=fix)


def tables(work: Work) -> Finding | None:
    """Tables whose owner nobody knows."""
    with work.app.database.reading() as connection:
        found = strangers(connection, revisions_of(connection))
    if not found:
        return None
    text = _("Nobody knows whose tables these are: {names}.").fill(names=", ".join(found[:5]))
    fix = _("Drop them if they are of no use; backups of PostgreSQL leave them out.")
    return Finding(text=text, fix=fix, severity="advice")


def sqlite_mode(work: Work) -> Finding | None:
    """A write-ahead log; that writes are durable (FULL) is set for every connection."""
    if work.app.database.kind != "sqlite":
        return None
    with work.app.database.reading() as connection:
        mode = str(pragmas(connection, ["journal_mode"])["journal_mode"])
    if mode == "wal":
        return None
    text = _("The database has no write-ahead log (its mode is {mode}).").fill(mode=mode)
    return Finding(text=text, fix=_("Put it on a local disk; the next process that writes sets the mode."))


def sqlite_pages(work: Work) -> Finding | None:
    """Whether the file is damaged, as far as a second goes."""
    path = work.app.database.path
    deadline = time.monotonic() + LOOK_AT_PAGES
    found = quick_problems(path, lambda: time.monotonic() < deadline) if path else None
    if not found:
        return None
    text = _("The database file is damaged: {reason}").fill(reason="; ".join(found)[:300])
    return Finding(text=text, fix=WORST)


def sqlite_log(work: Work) -> Finding | None:
    """A log that is never taken over: somebody reads for very long."""
    path = work.app.database.path
    log = path.with_name(f"{path.name}-wal") if path else None
    if log is None or not log.exists() or log.stat().st_size < LARGE_LOG:
        return None
    text = _("The log {path} has {size} MB.").fill(path=log, size=log.stat().st_size // 2**20)
    return Finding(text=text, fix=_("Look for a process that has been reading for hours, and end it."))


def sqlite_gaps(work: Work) -> Finding | None:
    """Room in the file that is never used."""
    if work.app.database.kind != "sqlite":
        return None
    with work.app.database.reading() as connection:
        found = pragmas(connection, ["freelist_count", "page_count", "page_size"])
    free = found["freelist_count"] * found["page_size"]
    if free < LARGE_LOG or found["freelist_count"] < EMPTY_PART * found["page_count"]:
        return None
    text = _("{size} MB of the database file are empty.").fill(size=free // 2**20)
    fix = _("A backup that is restored has no gaps.")
    return Finding(text=text, fix=fix, severity="advice")


CHECKS = (
    Check(name="core.migrations", title=_("Tables as new as the program"), look=migrations),
    Check(name="core.counters", title=_("Generations of rights and plugins"), look=counters),
    Check(name="core.clock", title=_("Clock and newest change"), look=clock),
    Check(name="core.tables", title=_("Tables of nobody"), look=tables),
    Check(name="core.sqlite_mode", title=_("Write-ahead log of SQLite"), look=sqlite_mode),
    Check(name="core.sqlite_pages", title=_("Pages of the SQLite file"), look=sqlite_pages),
    Check(name="core.sqlite_log", title=_("Size of SQLite's log"), look=sqlite_log),
    Check(name="core.sqlite_gaps", title=_("Gaps in the SQLite file"), look=sqlite_gaps),
)
