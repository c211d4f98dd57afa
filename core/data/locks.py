"""Locks with names, for what only one transaction at a time may do."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.data.options import READS

# Any number will do that no other lock of Guanxi has: "name" in ASCII.
NAMED_LOCKS = 0x6E616D65


def is_one_after_another(session: Session) -> bool:
    """Whether one transaction writes after another, so that the numbers of rows follow their commits."""
    return session.get_bind().dialect.name == "sqlite"


def sees_one_state(session: Session) -> bool:
    """Whether this transaction only reads, and the end of the journal says which state it sees."""
    return is_one_after_another(session) and bool(session.get_bind().get_execution_options().get(READS))


def one_at_a_time(session: Session, name: str) -> None:
    """Wait until nobody else is in a transaction that asked for the same name; it ends with this one.

    On SQLite one transaction writes at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(NAMED_LOCKS, func.hashtext(name))))
