"""What becomes of reminders when somebody comes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import or_, select

from core.plugin_api import Work, among, records
from plugins.care.models import DueTask, Reminder, Subject
from plugins.care.services.bookings import Done, fulfil
from plugins.care.services.codes import codes_of
from plugins.care.services.days import of_number, today
from plugins.care.services.visits import BUNDLE_DAYS

REMINDERS = "care.reminders"
NEAR = timedelta(BUNDLE_DAYS)
OPEN = ("waiting", "reminded", "not_sent")
Anchored = tuple[date, date | None]
"""From when a task counts, and when it is due; never for what is done only once."""


def came(work: Work, services: Iterable[Mapping[str, Any]]) -> None:
    """Services were noted: the reminders that they answer end with the result that the customer came.

    What is due has been worked out with them already.
    """
    done = _by_subject(work, list(services))
    if not done:
        return
    # Whoever had booked was told long ago, but comes only now.
    open_ones = select(
        Reminder.id, Reminder.subject_id, Reminder.codes, Reminder.due_on, Reminder.asked_on
    ).where(Reminder.subject_id.in_(sorted(done)), or_(Reminder.state.in_(OPEN), Reminder.result == "booked"))
    due = _due(work, sorted(done))
    rows = [row for row in work.session.execute(open_ones) if _is_answered(row, done[row.subject_id], due)]
    values = {"result": "came", "state": "closed", "why": None, "result_on": today(work)}
    records.update(work, REMINDERS, [records.Update(row.id, values) for row in rows])
    fulfil(work, done)


def _is_answered(reminder: Any, done: Done, due: Mapping[tuple[int, str], Anchored]) -> bool:
    """Whether one of its tasks was done since it was asked for, or is not due any more on that visit.

    A service of years ago that is entered late is no answer: what was due is due still.
    """
    return any(
        reminder.asked_on is None
        or on >= reminder.asked_on
        or _is_past(on, due.get((reminder.subject_id, code)), reminder.due_on or on)
        for on, codes in done
        for code in codes & set(codes_of(reminder.codes))
    )


def _is_past(on: date, task: Anchored | None, asked: date) -> bool:
    """Whether a task counts from this service, and is due on a later visit than on the one asked for."""
    if task is None or task[0] != on:
        return False
    anchor, following = task
    return following is None or following > asked + min(NEAR, (following - anchor) / 2)


def _due(work: Work, subjects: Sequence[int]) -> Mapping[tuple[int, str], Anchored]:
    rows = select(DueTask.subject_id, DueTask.code, DueTask.anchor_day, DueTask.due_date)
    found = work.session.execute(rows.where(among(DueTask.subject_id, subjects)))
    return {
        (subject, code): (date.fromordinal(anchor), of_number(day)) for subject, code, anchor, day in found
    }


def _by_subject(work: Work, services: list[Mapping[str, Any]]) -> Mapping[int, Done]:
    """By subject, the days and codes of these services."""
    by_asset: dict[int, list[tuple[date, frozenset[str]]]] = defaultdict(list)
    found: dict[int, list[tuple[date, frozenset[str]]]] = defaultdict(list)
    for service in services:
        done = service["done_on"], frozenset(codes_of(service["codes"]))
        if service.get("asset"):
            by_asset[service["asset"]].append(done)
        if service.get("subject"):
            found[service["subject"]].append(done)
    about = select(Subject.id, Subject.asset_id).where(Subject.asset_id.in_(sorted(by_asset)))
    for id, asset in work.session.execute(about) if by_asset else ():
        found[id] += by_asset[asset or 0]
    return found
