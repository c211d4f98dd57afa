"""How many follow-up calls are made in time, by store and person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select

from core.plugin_api import Unit, User, Work
from industry_packs.auto_dealer.services.calls.words import LEFT
from industry_packs.auto_dealer.services.days import today
from industry_packs.auto_dealer.services.desk.models import FollowUp


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of a person for a store: those that were due, made in time, reached, still owed."""

    unit: str | None
    person: str | None
    due: int
    in_time: int
    reached: int
    left: int

    @property
    def share(self) -> int:
        """How many of a hundred were made in time."""
        return round(100 * self.in_time / self.due) if self.due else 0


def calls(work: Work, first: date, last: date) -> Sequence[Calls]:
    """The calls that were due between two days, as far as the actor sees them, by store and person.

    In time is who was called on the day or before, whether reached or not. Calls that were not needed any
    more count for nothing, and neither do those of today that are still to be made.
    """
    still = FollowUp.state.in_(LEFT)
    made = FollowUp.called_on.is_not(None)
    counts = (
        func.count(),
        _sum(FollowUp.called_on <= FollowUp.due_on),
        _sum(FollowUp.state == "reached"),
        _sum(still),
    )
    grouped = (
        select(Unit.name, User.name, *counts)
        .select_from(FollowUp)
        .outerjoin(Unit, Unit.id == FollowUp.unit_id)
        .outerjoin(User, User.id == FollowUp.owner_id)
        .where(FollowUp.due_on >= first, FollowUp.due_on <= last, FollowUp.state != "cancelled")
        .where(made | (FollowUp.due_on < today(work)))
        .group_by(Unit.name, User.name)
    )
    rows = sorted(work.session.execute(grouped), key=lambda row: (row[0] or "", row[1] or ""))
    return [Calls(unit, person, *map(int, numbers)) for unit, person, *numbers in rows]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
