"""What came of reminders: reminded, answered, booked, came, by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, extract, func, select

from core.plugin_api import Work
from plugins.care.models import Reminder

TOLD = ("reminded", "closed")


@dataclass(frozen=True, slots=True)
class Month:
    """The reminders of a month, and what came of them.

    Whoever came had answered and, in effect, booked: so the figures never rise from left to right.
    """

    month: str
    reminded: int
    answered: int
    booked: int
    came: int
    declined: int
    not_sent: int


def months(work: Work, first: date, last: date) -> Sequence[Month]:
    """The months from the first day to the last, as far as the actor sees their reminders."""
    year, month = extract("year", Reminder.asked_on), extract("month", Reminder.asked_on)
    told = Reminder.state.in_(TOLD)
    columns: list[ColumnElement[int]] = [
        _count(told),
        _count(Reminder.result.in_(("answered", "booked", "came", "declined"))),
        _count(Reminder.result.in_(("booked", "came"))),
        _count(Reminder.result == "came"),
        _count(Reminder.result == "declined"),
        _count(Reminder.state == "not_sent"),
    ]
    between = Reminder.asked_on >= first, Reminder.asked_on <= last
    rows = select(year, month, *columns).where(*between).group_by(year, month).order_by(year, month)
    return [
        Month(f"{int(y):04}-{int(m):02}", *map(int, counts)) for y, m, *counts in work.session.execute(rows)
    ]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
