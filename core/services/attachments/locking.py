"""Who attaches and who removes files take turns; on SQLite all writers do anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

if TYPE_CHECKING:
    from core.services.work import Work

LOCK = "core_file"


def lock_files(work: Work, *, alone: bool) -> None:
    """Until the end of the transaction: `alone` removes files, many may attach at once."""
    if work.app.database.kind == "postgresql":
        lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
        work.session.execute(select(lock(func.hashtext(LOCK))))
