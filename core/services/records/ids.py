"""Blocks of ids, so that everything that belongs to new records can be written without asking back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import column, func, select, table

if TYPE_CHECKING:
    from core.services.work import Work


def allocate(work: Work, model: Any, count: int) -> list[int]:
    """`count` ids for the table of `model` that nobody else will get."""
    if work.app.database.kind == "sqlite":
        return _after_last(work, model, count)
    sequence = func.pg_get_serial_sequence(model.__tablename__, "id")
    statement = select(func.nextval(sequence)).select_from(func.generate_series(1, count))
    return list(work.session.scalars(statement))


def _after_last(work: Work, model: Any, count: int) -> list[int]:
    """SQLite has one writer and this is it: its own list of sequences says what was used last."""
    sequences = table("sqlite_sequence", column("name"), column("seq"))
    statement = select(sequences.c.seq).where(sequences.c.name == model.__tablename__)
    last = work.session.scalar(statement) or 0
    return list(range(last + 1, last + count + 1))
