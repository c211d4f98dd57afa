"""The generation of rights: a number that grows whenever anybody's rights may have changed.

What a process keeps of rights holds for one generation. Growing it locks its row until the commit, so changes
of rights happen one after the other, and each sees those before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.contracts.changes import Change
from core.data.models.state import State

if TYPE_CHECKING:
    from core.services.work import Work

NAME = "rights"


def present(session: Session) -> int:
    """The generation of the rights as this transaction sees them."""
    return session.scalars(select(State.value).where(State.name == NAME)).one()


def grow(session: Session) -> None:
    """Begin a new generation."""
    statement = update(State).where(State.name == NAME).values(value=State.value + 1)
    session.execute(statement.execution_options(synchronize_session=False))


def renew(work: Work, changes: Sequence[Change]) -> None:
    """What follows from changes of users, roles, units and tokens."""
    grow(work.session)
