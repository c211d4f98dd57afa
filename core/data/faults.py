"""Driver errors that say "not now" or "not there", as errors that people understand."""

from __future__ import annotations

import sqlite3

from sqlalchemy import Connection
from sqlalchemy.engine import ExceptionContext

from core.errors import Busy, ConfigurationError, GuanxiError, StorageFull
from core.labels import translations

_ = translations("core")

SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
SQLITE_UNUSABLE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOTADB}
# The second one is said when there is no room for the file that connections share beside the database.
SQLITE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
# disk_full
POSTGRESQL_FULL = {"53100"}
# lock_not_available, query_canceled (statement_timeout), deadlock_detected, serialization_failure,
# too_many_connections, cannot_connect_now, admin_shutdown, crash_shutdown
POSTGRESQL_BUSY = {"55P03", "57014", "40P01", "40001", "53300", "57P03", "57P01", "57P02"}


def translate(context: ExceptionContext) -> GuanxiError | None:
    """For SQLAlchemy's `handle_error`: the error to raise instead, or None to leave the driver's."""
    if not isinstance(context.original_exception, Exception):
        _leave(context)
        return None
    if not isinstance(context.original_exception, sqlite3.Error):
        return _from_postgresql(context)
    found = _from_sqlite(context.original_exception)
    if isinstance(found, StorageFull) and context.connection is not None:
        _end(context, context.connection)
    return found


def _leave(context: ExceptionContext) -> None:
    """Ctrl-C stays what it is. SQLAlchemy gives up the connection, which on SQLite would keep its lock."""
    if context.connection is not None and context.dialect.name == "sqlite":
        context.connection.connection.rollback()


def _end(context: ExceptionContext, connection: Connection) -> None:
    """Nothing more goes through this connection.

    SQLite may have rolled back by itself: whatever somebody wrote now would be a transaction of its own.
    """
    connection.connection.rollback()
    context.is_disconnect, context.invalidate_pool_on_disconnect = True, False


def busy(error: BaseException) -> Busy | None:
    """What PostgreSQL says when somebody should try again; None if it is something else."""
    state, why = getattr(error, "sqlstate", None), " ".join(str(error).split())
    if state in POSTGRESQL_FULL:
        return StorageFull(why=why)
    return Busy(_("The database is busy."), why=why) if state in POSTGRESQL_BUSY else None


def too_many_connections() -> Busy:
    """When every connection of this process is in use for too long."""
    return Busy(
        _("Every database connection of this process is in use."),
        fix=_("Try again in a moment, or raise the number of threads or workers."),
    )


def _from_sqlite(error: sqlite3.Error) -> GuanxiError | None:
    # The low byte is the primary code; the rest says more, such as BUSY_SNAPSHOT.
    extended = getattr(error, "sqlite_errorcode", 0)
    code = extended & 0xFF
    if {code, extended} & SQLITE_FULL:
        return StorageFull(why=str(error))
    if code in SQLITE_BUSY:
        return Busy(_("The database is busy: another program is writing to it."), why=str(error))
    if code in SQLITE_UNUSABLE:
        return ConfigurationError(
            _("The database file cannot be opened."),
            why=str(error),
            fix=_("Check database_url, the folder and its permissions."),
        )
    return None


def _from_postgresql(context: ExceptionContext) -> GuanxiError | None:
    error = context.original_exception
    if found := busy(error):
        return found
    if context.connection is None or context.is_disconnect:
        return Busy(
            _("The database cannot be reached."),
            why=" ".join(str(error).split()),
            fix=_("Check that PostgreSQL is running and that database_url is right."),
            retry_after=5,
        )
    return None
