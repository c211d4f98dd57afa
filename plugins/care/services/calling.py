"""Somebody was called about what is due, whether he had been reminded before or not."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from core.plugin_api import Work, records
from plugins.care.models import Reminded, Reminder, SubjectState
from plugins.care.services.actions import write_result
from plugins.care.services.asking import row_of
from plugins.care.services.coming import OPEN, REMINDERS
from plugins.care.services.computing import CAUSE
from plugins.care.services.days import today
from plugins.care.services.plans import Plans
from plugins.care.services.reminding import look_again, remembered, things_of
from plugins.care.services.verdicts import Thing, Verdict

PHONE = "phone"


def note_call(
    work: Work, subject: int, result: str, *, why: str | None = None, note: str | None = None
) -> int | None:
    """Note what came of a call: on the reminder of the visit that is due, which is made if there is none.

    `result` and `why` are those of reminders; whoever books makes the booking himself. Answers the reminder,
    None if nothing is due. Raises Invalid for a no without a reason, Forbidden without the right.
    """
    found = things_of(work, [subject], Plans())
    thing = found[0] if found else None
    reminder = _known(work, subject, thing)
    if reminder is None and thing is not None:
        reminder = _reminded(work, thing, today(work))
    if reminder is not None:
        write_result(work, reminder, result, why, note)
    return reminder


def _known(work: Work, subject: int, thing: Thing | None) -> int | None:
    """The reminder of this visit, else the last one without a result."""
    open_ones = Reminder.state.in_(OPEN)
    this = or_(open_ones, Reminder.key == thing.key) if thing else open_ones
    last = select(Reminder.id).where(Reminder.subject_id == subject, this)
    return work.session.scalars(last.order_by(open_ones.desc(), Reminder.id.desc()).limit(1)).first()


def _reminded(work: Work, thing: Thing, on: date) -> int:
    """The call was the reminder: no message follows about the same."""
    verdict = Verdict(thing, channel=PHONE)
    row = {**row_of(verdict, on), "way": "task", "state": "reminded"}
    (id,) = records.create(work, REMINDERS, [row])
    with work.unlimited(CAUSE) as everything:
        records.add_facts(everything, Reminded, list(remembered([verdict], on)))
        records.derive(everything, SubjectState, [{"id": thing.id, "remind_on": look_again(verdict, on)}])
    return id
