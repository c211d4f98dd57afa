"""Engines for PostgreSQL: small pools, UTC, bounded waits, readers that cannot write."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, func, select

from core.data.options import DatabaseOptions, Role
from core.errors import ConfigurationError
from core.labels import translations

_ = translations("core")

CONNECT_TIMEOUT = 10

# Any number will do, as long as every version of Guanxi takes the same one: "guanxi" in ASCII.
MIGRATION_LOCK = 0x6775616E7869


def create(url: URL, options: DatabaseOptions, role: Role) -> Engine:
    """An engine whose transactions can read (reader), write (writer) or change the schema (migrator)."""
    try:
        return create_engine(
            url,
            isolation_level="READ COMMITTED",
            connect_args=_connect_arguments(url, options, role),
            **_pool(options, role),
        )
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            _("The driver for PostgreSQL is not installed."),
            why=str(error),
            fix=_("Install Guanxi with its extra: guanxi[postgres]."),
        ) from error


def _pool(options: DatabaseOptions, role: Role) -> dict[str, Any]:
    if role == "migrator":
        return {"poolclass": NullPool}
    return {
        "pool_size": options.threads,
        "max_overflow": options.threads,
        "pool_timeout": options.lock_timeout,
    }


def _connect_arguments(url: URL, options: DatabaseOptions, role: Role) -> dict[str, Any]:
    given = {"connect_timeout": CONNECT_TIMEOUT, **url.query}
    session = " ".join(f"-c {name}={value}" for name, value in _session_settings(options, role).items())
    return {
        "connect_timeout": int(str(given["connect_timeout"])),
        "prepare_threshold": options.prepare_threshold,
        "options": f"{given.get('options', '')} {session}".strip(),
    }


def _session_settings(options: DatabaseOptions, role: Role) -> dict[str, str]:
    # A migration may rebuild a large table: it must not wait long for a lock, but may work for long.
    statement_timeout = 0 if role == "migrator" else options.statement_timeout
    return {
        "timezone": "UTC",
        "lock_timeout": f"{round(options.lock_timeout * 1000)}",
        "statement_timeout": f"{round(statement_timeout * 1000)}",
        "default_transaction_read_only": "on" if role == "reader" else "off",
    }


def take_migration_lock(connection: Connection) -> None:
    """Wait until no other migration runs on this database; the lock ends with the transaction."""
    connection.execute(select(func.pg_advisory_xact_lock(MIGRATION_LOCK)))
