"""The generation of rights: a number that grows whenever anybody's rights may have changed.

What a process keeps of rights holds for one generation. Growing it locks its row until the commit, so changes
of rights happen one after the other, and each sees those before it.
"""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.data.models.state import State

NAME = "rights"


def grow(session: Session) -> None:
    """Begin a new generation."""
    statement = update(State).where(State.name == NAME).values(value=State.value + 1)
    session.execute(statement.execution_options(synchronize_session=False))
